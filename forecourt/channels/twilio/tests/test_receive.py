"""Who signed a callback, and what the waiting call hears back."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from forecourt.capture.envelope import Envelope
from forecourt.channels.twilio import receive

SAMPLES = Path(__file__).parent.parent / "samples"
AT = datetime(2026, 11, 19, 10, 0, 30, tzinfo=UTC)
SIGNED = json.loads((SAMPLES / "signatures.json").read_text())
VECTORS = json.loads((SAMPLES / "published_vectors.json").read_text())


def _envelope(
    body: bytes, url: str, signature: str, content_type: str = "application/x-www-form-urlencoded"
) -> Envelope:
    headers = {"x-twilio-signature": signature, "content-type": content_type}
    return Envelope("twilio", body, AT, url=url, headers=headers)


@pytest.mark.parametrize("vector", SIGNED, ids=lambda vector: vector["file"])
def test_the_signatures_of_the_samples_hold(vector: dict[str, Any]) -> None:
    body = (SAMPLES / vector["file"]).read_bytes()
    given = vector["headers"]["X-Twilio-Signature"]
    envelope = _envelope(body, vector["url"], given)
    proved = receive.prove(envelope, {"auth_token": vector["auth_token"]})
    assert proved is ("why" not in vector)


PUBLISHED = next(vector for vector in VECTORS if vector["provider"] == "twilio")
BODY = urlencode(PUBLISHED["params"]).encode()
URL, TOKEN, GOOD = PUBLISHED["url"], PUBLISHED["auth_token"], PUBLISHED["signature"]


def test_the_published_vector_holds() -> None:
    assert receive.prove(_envelope(BODY, URL, GOOD), {"auth_token": TOKEN})


FAULTS = {
    "missing": (BODY, URL, "", TOKEN),
    "other token": (BODY, URL, GOOD, "12346"),
    "empty token": (BODY, URL, GOOD, ""),
    "http for https": (BODY, URL.replace("https", "http"), GOOD, TOKEN),
    "query left out": (BODY, URL.split("?", maxsplit=1)[0], GOOD, TOKEN),
    "port added": (BODY, URL.replace(".com/", ".com:8443/"), GOOD, TOKEN),
    "field added": (BODY + b"&X=1", URL, GOOD, TOKEN),
    "field changed": (BODY.replace(b"1234", b"1235"), URL, GOOD, TOKEN),
    "field twice": (BODY + b"&Digits=9", URL, GOOD, TOKEN),
    "no body": (b"", URL, GOOD, TOKEN),
    "no form": (b"\xff\x00", URL, GOOD, TOKEN),
    "lower case": (BODY, URL, GOOD.lower(), TOKEN),
    "truncated": (BODY, URL, GOOD[:-1], TOKEN),
    "non-ASCII": (BODY, URL, "é" * 28, TOKEN),
    "lone surrogate": (BODY, URL, "\ud800", TOKEN),
    "sha256": (
        BODY,
        URL,
        base64.b64encode(hmac.new(TOKEN.encode(), BODY, hashlib.sha256).digest()).decode(),
        TOKEN,
    ),
    "broken address": (BODY, "https://[::1", GOOD, TOKEN),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_signature_is_refused_without_an_exception(fault: str) -> None:
    body, url, signature, token = FAULTS[fault]
    assert not receive.prove(_envelope(body, url, signature), {"auth_token": token})


def test_repeated_fields_are_signed_in_order_of_their_values_and_once_each() -> None:
    signature = receive.signature(TOKEN, URL + "A" + "1" + "A" + "2" + "B" + "3")
    envelope = _envelope(b"B=3&A=2&A=1&A=2", URL, signature)
    assert receive.prove(envelope, {"auth_token": TOKEN})


def test_a_json_body_is_covered_by_its_hash_in_the_address() -> None:
    body = b'{"CallSid": "x"}'
    url = f"{URL}&bodySHA256={hashlib.sha256(body).hexdigest()}"
    good = receive.signature(TOKEN, url)
    assert receive.prove(_envelope(body, url, good, "application/json"), {"auth_token": TOKEN})
    for wrong in (body + b" ", b"{}"):
        envelope = _envelope(wrong, url, good, "application/json")
        assert not receive.prove(envelope, {"auth_token": TOKEN})
    unhashed = _envelope(body, URL, receive.signature(TOKEN, URL), "application/json")
    assert not receive.prove(unhashed, {"auth_token": TOKEN})


def _answer(settings: Mapping[str, str], url: str = URL, **fields: str) -> str:
    body = urlencode(
        {"CallSid": "CA00000000000000000000000000000001", "Direction": "inbound"} | fields
    ).encode()
    answer = receive.answer(_envelope(body, url, ""), {"auth_token": TOKEN} | dict(settings))
    assert (answer.status, answer.content_type) == (200, "text/xml")
    return answer.body.decode().removeprefix('<?xml version="1.0" encoding="UTF-8"?>')


def test_a_call_is_rung_through_only_where_a_number_is_set() -> None:
    url = "https://mycompany.com/myapp.php?foo=1&amp;bar=2"
    assert _answer({}, CallStatus="ringing") == "<Response/>"
    assert _answer({"forward_to": "<Hangup/>"}, CallStatus="ringing") == "<Response/>"
    assert _answer({"forward_to": "+442079460177"}, CallStatus="ringing") == (
        f'<Response><Dial timeout="20" action="{url}"><Number statusCallback="{url}" '
        'statusCallbackEvent="answered completed">+442079460177</Number></Dial></Response>'
    )


def test_after_a_dial_the_call_is_ended_and_a_status_is_only_taken_note_of() -> None:
    rung = {"forward_to": "+442079460177"}
    assert _answer(rung, DialCallStatus="no-answer") == "<Response><Hangup/></Response>"
    assert _answer(rung, CallStatus="completed") == "<Response/>"
    status = {"CallStatus": "in-progress", "CallbackSource": "call-progress-events"}
    assert _answer(rung, **status) == "<Response/>"


def test_the_same_bytes_are_known_again() -> None:
    assert receive.dedupe(_envelope(BODY, URL, GOOD)) == hashlib.sha256(BODY).hexdigest()
