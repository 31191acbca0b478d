"""Twilio's callbacks: what they say of a call, who signed them, what the call hears back."""

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from forecourt.capture.envelope import Envelope
from forecourt.capture.inquiry import Call, Context, Inquiry, Notice, Person, Reading, Source
from forecourt.channels.twilio import receive
from forecourt.channels.twilio.parse import parse

SAMPLES = Path(__file__).parent.parent / "samples"
AT = datetime(2026, 11, 19, 10, 0, 30, tzinfo=UTC)
CONTEXT = Context(received_at=AT)
SIGNED = json.loads((SAMPLES / "signatures.json").read_text())
VECTORS = json.loads((SAMPLES / "published_vectors.json").read_text())
LOT = "+442079460123"
OWEN = Person(phones=("+447700900118",))


def _sid(number: int) -> str:
    return f"CA{number:032d}"


CALL = Inquiry(kind="call", source=Source("twilio"), provider_id=_sid(1), person=OWEN, receiver=LOT)
RECORDING = (
    "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001"
    "/Recordings/RE00000000000000000000000000000001"
)
EXPECTED = {
    "01_twilio_dial_action_no_answer.form.txt": replace(CALL, call=Call("missed", LOT)),
    "06_twilio_bad_signature.form.txt": replace(CALL, call=Call("missed", LOT)),
    "02_twilio_dial_action_answered.form.txt": replace(
        CALL, provider_id=_sid(3), call=Call("answered", LOT, duration_s=143)
    ),
    "04_twilio_anonymous_busy.form.txt": replace(
        CALL,
        provider_id=_sid(5),
        person=Person(),
        call=Call("busy", LOT),
        extra={"caller": "withheld"},
    ),
    "05_twilio_voicemail_recording.form.txt": replace(
        CALL,
        provider_id=_sid(7),
        call=Call("voicemail", LOT, duration_s=34, recording=RECORDING),
        extra={"recording_id": "RE00000000000000000000000000000001"},
    ),
}


def _read(name: str) -> Reading:
    return parse((SAMPLES / name).read_bytes(), CONTEXT)


def _form(**fields: str) -> Reading:
    base = {"CallSid": _sid(1), "From": "+447700900118", "To": LOT, "Direction": "inbound"}
    return parse(urlencode(base | fields).encode(), CONTEXT)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_callback_states_exactly_what_its_sample_holds(name: str) -> None:
    assert _read(name) == Reading(inquiries=(EXPECTED[name],))


def test_completed_of_the_callers_own_leg_is_not_an_answer() -> None:
    assert _read("03_twilio_status_completed_same_call.form.txt") == Reading(
        notices=(
            Notice(
                "call_ended",
                provider_id=_sid(1) + ":completed",
                about=_sid(1),
                at=datetime(2026, 11, 19, 10, 0, 21, tzinfo=UTC),
                person=OWEN,
                receiver=LOT,
                status="completed",
                detail={"duration_s": "21"},
            ),
        )
    )


def test_a_hostile_caller_names_nobody_and_is_kept_as_text() -> None:
    assert _read("m02_twilio_hostile_from.form.txt") == Reading(
        inquiries=(
            replace(
                CALL,
                provider_id="",
                person=Person(),
                call=Call("unknown", LOT),
                extra={"caller": "<script>alert(1)</script>", "call_id": "CA'; DROP TABLE--"},
            ),
        ),
        warnings=(
            "The result 'weird-new-status' is not known.",
            "The call has no id of Twilio's shape.",
        ),
    )


def test_two_deliveries_of_one_call_have_one_id() -> None:
    deliveries = json.loads((SAMPLES / "m05_duplicate_delivery.json").read_text())
    readings = [_form(CallSid=each["CallSid"], DialCallStatus="busy") for each in deliveries]
    assert {one.inquiries[0].provider_id for one in readings} == {_sid(1)}


@pytest.mark.parametrize(
    "number", ["", "anonymous", "Anonymous", "Restricted", "+266696687", "unknown"]
)
def test_a_withheld_number_names_nobody(number: str) -> None:
    (inquiry,) = _form(From=number, DialCallStatus="no-answer").inquiries
    assert (inquiry.person, inquiry.extra) == (Person(), {"caller": "withheld"})


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"DialCallStatus": "answered"}, "answered"),
        ({"DialCallStatus": "canceled"}, "missed"),
        ({"DialCallStatus": "failed"}, "missed"),
        ({"DialCallStatus": "completed", "DialBridged": "false"}, "missed"),
        ({"CallStatus": "no-answer"}, "missed"),
        ({"CallStatus": "canceled"}, "missed"),
        ({"CallStatus": "busy"}, "busy"),
        ({"RecordingUrl": RECORDING, "RecordingDuration": "0"}, "missed"),
    ],
)
def test_the_result_of_a_call(fields: Mapping[str, str], outcome: str) -> None:
    (inquiry,) = _form(**fields).inquiries
    assert inquiry.call is not None
    assert inquiry.call.outcome == outcome


def test_a_leg_to_staff_is_a_step_of_its_parent() -> None:
    (notice,) = _form(
        CallSid=_sid(2), ParentCallSid=_sid(1), To="+442079460177", CallStatus="in-progress"
    ).notices
    assert (notice.kind, notice.about) == ("call_answered", _sid(1))
    assert notice.detail == {"answered_by": "+442079460177"}


def test_a_call_by_staff_is_never_an_inquiry() -> None:
    (notice,) = _form(Direction="outbound-api", CallStatus="completed").notices
    assert notice.detail == {"direction": "out"}
    assert notice.person.phones == (LOT,)


def test_a_recording_elsewhere_is_left_out() -> None:
    reading = _form(RecordingUrl="https://api.twilio.com.attacker.example/x", RecordingSid="RE1")
    assert reading.inquiries[0].call == Call("voicemail", LOT)
    assert reading.warnings


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"a", b"=", b"&" * 9999, b"a=1" * 400_000])
def test_a_body_that_is_no_call_is_held(body: bytes) -> None:
    assert parse(body, CONTEXT).held == "unreadable"


def test_mutated_callbacks_never_raise() -> None:
    chance = random.Random(7)  # noqa: S311
    for name in (*EXPECTED, "03_twilio_status_completed_same_call.form.txt"):
        original = (SAMPLES / name).read_bytes()
        for _ in range(80):
            body = bytearray(original)
            for _ in range(chance.randint(1, 9)):
                place = chance.randrange(len(body))
                body[place : place + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
            reading = parse(bytes(body), CONTEXT)
            repr(reading).encode()
            assert "could not be read (" not in reading.reason


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
    body = urlencode({"CallSid": _sid(1), "Direction": "inbound"} | fields).encode()
    answer = receive.answer(_envelope(body, url, ""), {"auth_token": TOKEN} | dict(settings))
    assert (answer.status, answer.content_type) == (200, "text/xml")
    return answer.body.decode().removeprefix('<?xml version="1.0" encoding="UTF-8"?>')


def test_a_call_is_rung_through_only_where_a_number_is_set() -> None:
    assert _answer({}, CallStatus="ringing") == "<Response/>"
    assert _answer({"forward_to": "<Hangup/>"}, CallStatus="ringing") == "<Response/>"
    assert _answer({"forward_to": "+442079460177"}, CallStatus="ringing") == (
        '<Response><Dial timeout="20" action="https://mycompany.com/myapp.php?foo=1&amp;bar=2">'
        "<Number>+442079460177</Number></Dial></Response>"
    )


def test_after_a_dial_the_call_is_ended_and_a_status_is_only_taken_note_of() -> None:
    rung = {"forward_to": "+442079460177"}
    assert _answer(rung, DialCallStatus="no-answer") == "<Response><Hangup/></Response>"
    assert _answer(rung, CallStatus="completed") == "<Response/>"
    status = {"CallStatus": "in-progress", "CallbackSource": "call-progress-events"}
    assert _answer(rung, **status) == "<Response/>"


def test_the_same_bytes_are_known_again() -> None:
    assert receive.dedupe(_envelope(BODY, URL, GOOD)) == hashlib.sha256(BODY).hexdigest()
