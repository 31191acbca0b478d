"""sipgate.io events: what they say of a call, and the answer that asks for the next ones."""

import hashlib
import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from urllib.parse import urlencode

import pytest

from forecourt.capture.envelope import Envelope
from forecourt.capture.inquiry import Call, Context, Inquiry, Notice, Person, Reading, Source
from forecourt.channels.sipgate import receive
from forecourt.channels.sipgate.parse import parse

SAMPLES = Path(__file__).parent.parent / "samples"
AT = datetime(2026, 11, 19, 10, 0, 30, tzinfo=UTC)
CONTEXT = Context(received_at=AT)
URL = "https://forecourt.example/telephony/sipgate/s3cr3t/"
JONAS = Person(phones=("+491713920042",))
LOT = "+493023125010"
CALL = Inquiry(
    kind="call", source=Source("sipgate"), provider_id="sg-1001", person=JONAS, receiver=LOT
)


def _read(name: str) -> Reading:
    return parse((SAMPLES / name).read_bytes(), CONTEXT)


def _event(**fields: str) -> Reading:
    base = {"callId": "sg-1", "from": "491713920042", "to": "493023125010", "direction": "in"}
    return parse(urlencode(base | fields).encode(), CONTEXT)


def test_a_new_call_rings() -> None:
    assert _read("10_sipgate_newcall.form.txt") == Reading(
        notices=(
            Notice(
                "call_ringing",
                provider_id="sg-1001:newCall",
                about="sg-1001",
                person=JONAS,
                receiver=LOT,
                status="newCall",
                detail={"users": "Ania, Karl"},
            ),
        )
    )


def test_an_answer_names_who_took_the_call() -> None:
    assert _read("12_sipgate_answer.form.txt") == Reading(
        inquiries=(
            replace(
                CALL,
                provider_id="sg-1002",
                call=Call("answered", LOT, answered_by="Ania"),
                extra={"answering_number": "+493023125011"},
            ),
        )
    )


def test_a_caller_who_gave_up_was_missed() -> None:
    assert _read("13_sipgate_hangup_missed.form.txt") == Reading(
        inquiries=(
            replace(
                CALL,
                call=Call("missed", LOT),
                extra={"cause": "cancel", "answering_number": LOT},
            ),
        )
    )


def test_a_normal_end_is_a_missed_call_only_if_nobody_is_known_to_have_answered() -> None:
    assert _read("14_sipgate_hangup_normal.form.txt") == Reading(
        inquiries=(
            replace(
                CALL,
                provider_id="sg-1002",
                call=Call("missed", LOT, confidence="likely"),
                extra={"cause": "normalClearing", "answering_number": "+493023125011"},
            ),
        )
    )


def test_an_anonymous_call_names_nobody() -> None:
    (notice,) = _read("15_sipgate_anonymous.form.txt").notices
    assert (notice.kind, notice.about, notice.person) == ("call_ringing", "sg-1003", Person())


def test_an_event_without_a_call_and_a_caller_is_left_out_with_a_warning() -> None:
    assert _read("m03_sipgate_no_callid.form.txt") == Reading(
        warnings=("The event names no call.",)
    )


def test_a_hang_up_with_a_caller_but_no_call_id_is_not_lost() -> None:
    reading = _event(event="hangup", callId="", cause="cancel")
    assert reading.inquiries[0].person == JONAS
    assert reading.inquiries[0].provider_id == ""
    assert reading.warnings == ("The event names no call.",)


def test_in_any_order_the_strongest_result_of_a_call_is_answered() -> None:
    events = json.loads((SAMPLES / "m04_batch_out_of_order.json").read_text())
    rank = {"missed": 1, "voicemail": 2, "answered": 3}
    for order in permutations(events):
        readings = [parse(urlencode(event).encode(), CONTEXT) for event in order]
        found = [one for reading in readings for one in reading.inquiries]
        assert {one.provider_id for one in found} == {"sg-2001"}
        outcomes = [one.call.outcome for one in found if one.call]
        assert max(outcomes, key=lambda outcome: rank[outcome]) == "answered"


@pytest.mark.parametrize(
    ("cause", "outcome", "confidence"),
    [
        ("noAnswer", "missed", "sure"),
        ("busy", "busy", "sure"),
        ("congestion", "missed", "sure"),
        ("notFound", "missed", "sure"),
        ("normalClearing", "missed", "likely"),
        ("somethingNew", "unknown", "sure"),
    ],
)
def test_the_cause_of_a_hang_up_is_the_result(cause: str, outcome: str, confidence: str) -> None:
    (inquiry,) = _event(event="hangup", cause=cause).inquiries
    assert inquiry.call is not None
    assert (inquiry.call.outcome, inquiry.call.confidence) == (outcome, confidence)


def test_the_mailbox_answering_is_a_voicemail_and_a_forwarded_leg_is_a_step() -> None:
    assert _event(event="answer", user="Voicemail").inquiries[0].call == Call(
        "voicemail", LOT, answered_by="Voicemail"
    )
    (notice,) = _event(event="hangup", cause="forwarded").notices
    assert notice.kind == "call_ended"


def test_a_call_by_staff_is_never_an_inquiry() -> None:
    for event in ("newCall", "answer", "hangup"):
        reading = _event(event=event, direction="out", cause="normalClearing")
        assert reading.inquiries == ()
        assert reading.notices[0].detail["direction"] == "out"
        assert reading.notices[0].person == Person(phones=(LOT,))


@pytest.mark.parametrize("body", [b"", b"\xff", b"event=dtmf&callId=1", b"&" * 9999, b"{}"])
def test_a_body_that_is_no_event_is_held(body: bytes) -> None:
    assert parse(body, CONTEXT).held == "unreadable"


def test_mutated_events_never_raise() -> None:
    chance = random.Random(11)  # noqa: S311
    for path in SAMPLES.glob("1*.form.txt"):
        original = path.read_bytes()
        for _ in range(80):
            body = bytearray(original)
            for _ in range(chance.randint(1, 6)):
                place = chance.randrange(len(body))
                body[place : place + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
            reading = parse(bytes(body), CONTEXT)
            repr(reading).encode()
            assert "could not be read (" not in reading.reason


def _envelope(name: str, url: str = URL) -> Envelope:
    return Envelope("sipgate", (SAMPLES / name).read_bytes(), AT, url=url)


def test_a_new_call_is_answered_with_the_address_for_answer_and_hang_up() -> None:
    answer = receive.answer(_envelope("10_sipgate_newcall.form.txt"), {})
    assert answer.body == (SAMPLES / "11_sipgate_newcall_response.xml").read_bytes()
    assert (answer.status, answer.content_type) == (200, "application/xml")


def test_other_events_are_answered_with_nothing_and_addresses_are_escaped() -> None:
    assert receive.answer(_envelope("13_sipgate_hangup_missed.form.txt"), {}).body == b""
    hostile = _envelope("10_sipgate_newcall.form.txt", URL + '?a="><Hangup/>&b')
    assert b"<Hangup/>" not in receive.answer(hostile, {}).body


def test_the_key_in_the_address_is_the_proof_and_the_same_bytes_are_known_again() -> None:
    envelope = _envelope("12_sipgate_answer.form.txt")
    assert receive.PROOF == "key"
    assert receive.prove(envelope, {})
    assert receive.dedupe(envelope) == hashlib.sha256(envelope.body).hexdigest()
