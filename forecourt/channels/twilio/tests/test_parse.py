"""Twilio's callbacks: what they say of a call."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from forecourt.capture.inquiry import Call, Context, Inquiry, Notice, Person, Reading, Source
from forecourt.channels.twilio.parse import parse

SAMPLES = Path(__file__).parent.parent / "samples"
AT = datetime(2026, 11, 19, 10, 0, 30, tzinfo=UTC)
CONTEXT = Context(received_at=AT)
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


LEG = {"CallSid": _sid(2), "ParentCallSid": _sid(1), "Direction": "outbound-dial"}


@pytest.mark.parametrize(
    ("word", "call"),
    [
        ("in-progress", Call("answered", answered_by="+442079460177")),
        ("completed", Call("answered", answered_by="+442079460177")),
        ("no-answer", Call("missed", confidence="likely")),
        ("canceled", Call("missed", confidence="likely")),
        ("busy", Call("busy", confidence="likely")),
    ],
)
def test_a_leg_to_staff_tells_a_result_of_its_parent(word: str, call: Call) -> None:
    (inquiry,) = _form(**LEG, To="+442079460177", CallStatus=word).inquiries
    assert inquiry == replace(CALL, call=call, receiver="")


def test_a_leg_that_rings_or_shows_the_lots_number_is_a_step_of_its_parent() -> None:
    ringing = _form(**LEG, To="+442079460177", CallStatus="ringing").notices[0]
    assert (ringing.kind, ringing.about) == ("call_ringing", _sid(1))
    body = urlencode(LEG | {"From": LOT, "To": "+442079460177", "CallStatus": "completed"})
    (notice,) = parse(body.encode(), replace(CONTEXT, own_numbers=("020 7946 0123",))).notices
    assert (notice.kind, notice.detail) == ("call_answered", {"phone": "+442079460177"})


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
