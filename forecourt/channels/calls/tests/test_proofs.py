"""The proofs of telephone systems, each only with its own secret."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forecourt.capture.envelope import Envelope
from forecourt.channels.calls import receive

SAMPLES = Path(__file__).parent.parent / "samples"
AT = datetime(2026, 11, 19, 10, 0, 30, tzinfo=UTC)
SIGNED = json.loads((SAMPLES / "signatures.json").read_text())
VECTORS = json.loads((SAMPLES / "published_vectors.json").read_text())


def _proved(body: bytes, headers: dict[str, str], secrets: dict[str, str]) -> bool:
    lower = {name.lower(): value for name, value in headers.items()}
    return receive.prove(Envelope("calls", body, AT, headers=lower), secrets)


def _secret_name(vector: dict[str, Any]) -> str:
    return "placetel_secret" if "placetel" in vector["file"] else "zadarma_secret"


@pytest.mark.parametrize("vector", SIGNED, ids=lambda vector: vector["file"])
def test_the_signatures_of_the_samples_hold_and_faulty_ones_do_not(vector: dict[str, Any]) -> None:
    body = (SAMPLES / vector["file"]).read_bytes()
    name, secret = _secret_name(vector), vector["secret"]
    assert _proved(body, vector["headers"], {name: secret})
    assert not _proved(body, vector["headers"], {name: secret + "x"})
    assert not _proved(body, vector["headers"], {name: ""})
    assert not _proved(body, vector["headers"], {"secret": secret})
    assert not _proved(body, {}, {name: secret})
    for wrong in ("", "é", "\ud800", "A" * 100_000):
        headers = dict.fromkeys(vector["headers"], wrong)
        assert not _proved(body, headers, {name: secret})


def test_placetels_published_vector_holds() -> None:
    vector = next(each for each in VECTORS if each["provider"] == "placetel")
    body, secrets = vector["body"].encode(), {"placetel_secret": vector["secret"]}
    assert _proved(body, {vector["header"]: vector["signature"]}, secrets)
    assert not _proved(body + b"&", {vector["header"]: vector["signature"]}, secrets)
    assert not _proved(body, {vector["header"]: vector["signature"].upper()}, secrets)


BODY = (SAMPLES / "40_vonage_event_unanswered.json").read_bytes()
KEY = "vonage-signature-secret"


def _part(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _token(key: str = KEY, alg: str = "HS256", **claims: object) -> str:
    stated = {
        "iat": int(AT.timestamp()),
        "payload_hash": hashlib.sha256(BODY).hexdigest(),
        "api_key": "abcd1234",
    } | claims
    signed = f"{_part({'alg': alg, 'typ': 'JWT'})}.{_part(stated)}"
    digest = hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest()
    return f"Bearer {signed}.{_part(digest)}"


def test_vonages_token_holds_for_five_minutes_and_its_own_body() -> None:
    secrets = {"vonage_secret": KEY}
    now = int(AT.timestamp())
    assert _proved(BODY, {"Authorization": _token()}, secrets)
    assert _proved(BODY, {"Authorization": _token(iat=now - 299)}, secrets)
    assert not _proved(BODY + b" ", {"Authorization": _token()}, secrets)
    for faulty in (
        _token(key="other"),
        _token(alg="none"),
        _token(alg="RS256"),
        _token(iat=now - 301),
        _token(iat=now + 301),
        _token(iat=None),
        _token(iat="1"),
        _token(iat=True),
        _token(payload_hash=None),
        _token(payload_hash=hashlib.sha256(BODY).hexdigest().upper()),
        _token()[:-1],
        _token().rpartition(".")[0] + ".",
        _token().removeprefix("Bearer "),
        "Bearer a.b.c",
        "Bearer é.é.é",
        "Bearer ..",
        "Bearer " + "a." * 9999,
        "",
    ):
        assert not _proved(BODY, {"Authorization": faulty}, secrets), faulty
    assert not _proved(BODY, {"Authorization": _token(key="")}, {"vonage_secret": ""})


def test_the_key_in_the_3cx_template_is_compared_as_it_is() -> None:
    body = (SAMPLES / "51_3cx_reportcall_missed.json").read_bytes()
    assert _proved(body, {"X-Forecourt-Key": "k3y"}, {"3cx_key": "k3y"})
    assert not _proved(body, {"X-Forecourt-Key": "K3Y"}, {"3cx_key": "k3y"})
    assert not _proved(body, {"X-Forecourt-Key": ""}, {"3cx_key": ""})


def _greeted(query: str, **secrets: str) -> tuple[int, str, bytes]:
    url = "https://forecourt.example/telephony/vonage/event"
    envelope = Envelope("calls", b"", AT, method="GET", url=f"{url}?{query}", query=query)
    answer = receive.greet(envelope, secrets)
    return answer.status, answer.content_type, answer.body


def test_zadarmas_word_is_given_back_only_as_letters_and_digits() -> None:
    sample = json.loads((SAMPLES / "33_zadarma_echo_handshake.json").read_text())
    query = sample["request"].partition("?")[2]
    wanted = sample["response"]["body"].encode()
    assert _greeted(query) == (200, "text/plain; charset=utf-8", wanted)
    for hostile in ("%3Cscript%3E", "a" * 65, "a%0d%0aX:1", "%ff", "\ud800"):
        assert _greeted(f"zd_echo={hostile}")[0] == 400
    assert _greeted("zd_echo=a&zd_echo=b")[0] == 400
    assert _greeted("")[0] == 404


def test_vonage_hears_where_to_ring_only_where_a_number_is_set() -> None:
    sample = json.loads((SAMPLES / "42_vonage_answer_url_request.json").read_text())
    query = "&".join(f"{name}={value}" for name, value in sample["query"].items())
    status, content_type, body = _greeted(query, forward_to="+44 7700 900222")
    assert (status, content_type) == (200, "application/json")
    assert json.loads(body) == sample["response_ncco"]
    assert _greeted(query)[2] == b"[]"
