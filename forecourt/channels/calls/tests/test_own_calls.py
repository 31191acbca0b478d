"""Our own call JSON: what is read, what is refused, and who may send it."""

import hashlib
import hmac
import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecourt.capture.envelope import Envelope
from forecourt.capture.inquiry import Call, Context, Inquiry, Person, Reading, Source
from forecourt.channels.calls import receive
from forecourt.channels.calls.parse import parse

AT = datetime(2026, 11, 19, 12, tzinfo=UTC)
CONTEXT = Context(received_at=AT)
OWN = {
    "id": "c-1",
    "from": "0171 3920042",
    "to": "030 23125010",
    "at": "2026-11-19T11:00:00+01:00",
    "outcome": "missed",
}
MISSED = Inquiry(
    kind="call",
    source=Source("calls"),
    provider_id="c-1",
    person=Person(phones=("0171 3920042",)),
    acted_at=datetime(2026, 11, 19, 11, tzinfo=timezone(timedelta(hours=1))),
    call=Call("missed", "030 23125010"),
    receiver="030 23125010",
)


def _read(*calls: object) -> Reading:
    return parse(json.dumps(calls[0] if len(calls) == 1 else list(calls)).encode(), CONTEXT)


def test_a_missed_call_states_exactly_what_was_sent() -> None:
    assert _read(OWN) == Reading(inquiries=(MISSED,))


def test_a_list_of_calls_is_read_one_by_one() -> None:
    reading = _read(OWN, OWN | {"id": "c-2", "outcome": "answered"}, "x", {"id": 1})
    assert [one.provider_id for one in reading.inquiries] == ["c-1", "c-2"]
    assert reading.warnings == ("2 of the delivery's items are no calls and were left out.",)


@pytest.mark.parametrize("outcome", ["missed", "answered", "voicemail", "busy", "rejected"])
def test_each_outcome_is_taken_as_it_is(outcome: str) -> None:
    (inquiry,) = _read(OWN | {"outcome": outcome}).inquiries
    assert inquiry.call is not None
    assert inquiry.call.outcome == outcome


@pytest.mark.parametrize("outcome", ["", "MISSED", "lost", 5, None, [], {}])
def test_an_outcome_nobody_knows_is_unknown_and_said_so(outcome: object) -> None:
    reading = _read(OWN | {"outcome": outcome})
    assert reading.inquiries[0].call == Call("unknown", "030 23125010")
    assert reading.warnings


def test_what_else_is_stated_is_kept() -> None:
    more = {"name": "Jonas", "answered_by": "Ania", "duration": "00:01:05"}
    more["recording"] = "https://pbx.example/1.mp3"
    (inquiry,) = _read(OWN | more | {"outcome": "answered"}).inquiries
    assert inquiry.person.name == "Jonas"
    assert inquiry.call == Call("answered", "030 23125010", "Ania", 65, "https://pbx.example/1.mp3")


def test_a_time_without_an_offset_is_the_lots_and_a_bad_one_is_left_out() -> None:
    (local,) = _read(OWN | {"at": "2026-11-19 11:00"}).inquiries
    assert local.acted_at == datetime(2026, 11, 19, 11, tzinfo=ZoneInfo("Europe/Berlin"))
    (seconds,) = _read(OWN | {"at": 1795082400}).inquiries
    assert seconds.acted_at == datetime(2026, 11, 19, 10, tzinfo=UTC)
    reading = _read(OWN | {"at": "yesterday"})
    assert reading.inquiries[0].acted_at is None
    assert reading.warnings == ("The time 'yesterday' is not a time.",)


@pytest.mark.parametrize("number", ["", "anonymous", "unknown", None])
def test_a_withheld_number_names_nobody(number: object) -> None:
    (inquiry,) = _read(OWN | {"from": number}).inquiries
    assert (inquiry.person, inquiry.extra) == (Person(), {"caller": "withheld"})


def test_a_call_by_staff_is_a_notice() -> None:
    reading = _read(OWN | {"direction": "out", "outcome": "answered"})
    assert reading.inquiries == ()
    assert reading.notices[0].detail == {"direction": "out", "outcome": "answered"}
    assert reading.notices[0].person == Person(phones=("030 23125010",))


def test_a_call_from_a_phone_of_the_lot_is_one_by_staff() -> None:
    body = json.dumps(OWN | {"from": "+49 30 23125010", "to": "0171 3920042"}).encode()
    reading = parse(body, replace(CONTEXT, own_numbers=("030/23125010",)))
    assert reading.inquiries == ()
    assert reading.notices[0].person == Person(phones=("0171 3920042",))


FAULTY = [b"", b"{", b"[1]", b"[[]]", b"null", b'"x"', b"[" * 100_000, b"{}", b"9" * 5000]
FAULTY += [b"\xff\xfe", b"a=b", b"=", b"\x00" * 99, b'{"id": NaN, "from": "1", "outcome": "x"}']


@pytest.mark.parametrize("body", FAULTY)
def test_a_body_that_is_no_call_is_held(body: bytes) -> None:
    reading = parse(body, CONTEXT)
    assert (reading.state, reading.held) == ("held", "unreadable")
    assert reading.reason


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just(OWN["at"])


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*OWN, "direction", "duration", "recording", "name", "call_type"])
        | st.sampled_from(["number", "conversation_uuid", "status", "channel", "type"]),
        VALUES | st.dictionaries(st.text(max_size=4), VALUES, max_size=2),
    )
)
def test_any_object_is_read_without_an_exception(raw: dict[str, Any]) -> None:
    reading = parse(json.dumps(raw).encode(), CONTEXT)
    repr(reading).encode()
    assert "could not be read (" not in reading.reason


def test_mutated_calls_never_raise() -> None:
    chance = random.Random(5)  # noqa: S311
    original = json.dumps([OWN, OWN]).encode()
    for _ in range(300):
        body = bytearray(original)
        for _ in range(chance.randint(1, 5)):
            place = chance.randrange(len(body))
            body[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        repr(parse(bytes(body), CONTEXT)).encode()


BODY = json.dumps(OWN).encode()
SECRET = "0123456789"
GOOD = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()


def _proved(header: str, body: bytes = BODY, secret: str = SECRET) -> bool:
    envelope = Envelope("calls", body, AT, headers={"x-forecourt-signature": header})
    return receive.prove(envelope, {"secret": secret})


def _sign(secret: str, body: bytes, digest: str = "sha256") -> str:
    return hmac.new(secret.encode(), body, digest).hexdigest()


FAULTS = {
    "missing": "",
    "no prefix": GOOD,
    "wrong prefix": "sha512=" + GOOD,
    "upper-case prefix": "SHA256=" + GOOD,
    "upper-case hex": "sha256=" + GOOD.upper(),
    "non-ASCII": "sha256=" + "é" * 64,
    "lone surrogate": "sha256=\udfff",
    "truncated": "sha256=" + GOOD[:-1],
    "longer": "sha256=" + GOOD + "0",
    "white space": "sha256= " + GOOD,
    "sha1": "sha1=" + _sign(SECRET, BODY, "sha1"),
    "sha1 under the prefix": "sha256=" + _sign(SECRET, BODY, "sha1"),
    "plain hash": "sha256=" + hashlib.sha256(BODY).hexdigest(),
    "other secret": "sha256=" + _sign("other", BODY),
    "re-serialised": "sha256=" + _sign(SECRET, json.dumps(OWN, indent=1).encode()),
    "other body": "sha256=" + _sign(SECRET, BODY + b"\n"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_signature_is_refused_without_an_exception(fault: str) -> None:
    assert _proved("sha256=" + GOOD)
    assert not _proved(FAULTS[fault])


def test_an_empty_secret_proves_nothing() -> None:
    assert not _proved("sha256=" + _sign("", BODY), secret="")
    assert not receive.prove(Envelope("calls", BODY, AT), {})


def test_the_same_bytes_are_known_again() -> None:
    envelope = Envelope("calls", BODY, AT)
    assert receive.dedupe(envelope) == hashlib.sha256(BODY).hexdigest()
