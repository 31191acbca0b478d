"""Only Meta gets in, and the handshake says nothing a browser could run."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from forecourt.capture.envelope import Envelope
from forecourt.channels.whatsapp import receive
from forecourt.channels.whatsapp.tests.reading import SAMPLES

SECRET = "test_app_secret_0123456789abcdef"
BODY = (SAMPLES / "01_text.json").read_bytes()
GOOD = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()
VECTORS = json.loads((SAMPLES / "signature_vectors.json").read_text())
HANDSHAKES = json.loads((SAMPLES / "verify_handshake.json").read_text())


def _envelope(body: bytes = BODY, headers: Mapping[str, str] | None = None) -> Envelope:
    at = datetime(2026, 11, 19, 10, tzinfo=UTC)
    return Envelope("whatsapp", body, at, headers=dict(headers or {}))


def _proved(header: str, body: bytes = BODY, secret: str = SECRET) -> bool:
    envelope = _envelope(body, {"x-hub-signature-256": header})
    return receive.prove(envelope, {"app_secret": secret, "verify_token": "t"})


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.get("why", "good"))
def test_the_signature_vectors_hold(vector: dict[str, Any]) -> None:
    body = (SAMPLES / vector["body_file"]).read_bytes()
    assert _proved(vector["value"], body, vector["app_secret"]) is vector["valid"]


def _sign(secret: str, body: bytes, digest: str = "sha256") -> str:
    return hmac.new(secret.encode(), body, digest).hexdigest()


FAULTS = {
    "empty": "",
    "no prefix": GOOD,
    "wrong prefix": "sha512=" + GOOD,
    "upper-case prefix": "SHA256=" + GOOD,
    "upper-case hex": "sha256=" + GOOD.upper(),
    "non-ASCII": "sha256=" + "é" * 64,
    "lone surrogate": "sha256=\ud800" + GOOD[1:],
    "truncated": "sha256=" + GOOD[:-1],
    "one character more": "sha256=" + GOOD + "0",
    "one digit changed": "sha256=" + ("0" if GOOD[0] != "0" else "1") + GOOD[1:],
    "white space": " sha256=" + GOOD,
    "two signatures": f"sha256={GOOD}, sha256={GOOD}",
    "sha1": "sha1=" + _sign(SECRET, BODY, "sha1"),
    "sha1 under the prefix": "sha256=" + _sign(SECRET, BODY, "sha1"),
    "plain hash": "sha256=" + hashlib.sha256(BODY).hexdigest(),
    "other secret": "sha256=" + _sign("another", BODY),
    "re-serialised body": "sha256=" + _sign(SECRET, json.dumps(json.loads(BODY)).encode()),
    "body of another delivery": "sha256=" + _sign(SECRET, BODY + b" "),
    "very long": "sha256=" + "a" * 100_000,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_signature_is_refused_without_an_exception(fault: str) -> None:
    assert _proved("sha256=" + GOOD)
    assert not _proved(FAULTS[fault])


def test_nothing_is_proved_without_a_secret_or_a_header() -> None:
    assert not _proved("sha256=" + _sign("", BODY), secret="")
    assert not receive.prove(_envelope(headers={"x-hub-signature-256": "sha256=" + GOOD}), {})
    assert not receive.prove(_envelope(), {"app_secret": SECRET})


def _greeted(request: str, token: str) -> tuple[int, str, bytes]:
    query = urlsplit(request.split(" ", 1)[1]).query
    envelope = Envelope(
        "whatsapp", b"", datetime(2026, 11, 19, tzinfo=UTC), method="GET", query=query
    )
    answer = receive.greet(envelope, {"verify_token": token})
    return answer.status, answer.content_type, answer.body


def test_the_handshake_vectors_hold() -> None:
    right, wrong, hostile = HANDSHAKES
    token = right["configured_token"]
    assert _greeted(right["request"], token) == (200, "text/plain; charset=utf-8", b"1158201444")
    assert _greeted(wrong["request"], token)[0] == 403
    status, _, body = _greeted(hostile["request"], token)
    assert (status, body) == (400, b"")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "hub.mode=subscribe",
        "hub.mode=unsubscribe&hub.verify_token=x&hub.challenge=1",
        "&" * 3000,
        "hub.verify_token=%ff%fe&hub.mode=subscribe&hub.challenge=1",
        "a=\ud800",
    ],
)
def test_a_faulty_handshake_is_refused(query: str) -> None:
    assert _greeted(f"GET /?{query}", "x")[0] == 403
    assert _greeted(f"GET /?{query}", "")[0] == 403


def test_the_same_bytes_are_known_again_and_others_are_not() -> None:
    assert receive.dedupe(_envelope()) == hashlib.sha256(BODY).hexdigest()
    assert receive.dedupe(_envelope(BODY + b" ")) != receive.dedupe(_envelope())
