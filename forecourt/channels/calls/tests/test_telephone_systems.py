"""Telephone systems without a door of their own, recognised by the shape of what they send."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from forecourt.capture.inquiry import Call, Context, Inquiry, Notice, Person, Reading, Source
from forecourt.channels.calls.parse import parse

SAMPLES = Path(__file__).parent.parent / "samples"
BERLIN = ZoneInfo("Europe/Berlin")
CONTEXT = Context(received_at=datetime(2026, 11, 19, 12, tzinfo=UTC), timezone=BERLIN)
WARSAW = replace(CONTEXT, timezone=ZoneInfo("Europe/Warsaw"), region="PL")
CALL = Inquiry(kind="call", source=Source("calls"), provider_id="")
JONAS = Person(phones=("01713920042",))
TOMEK = Person(phones=("+48512000033",))
OWEN = Person(phones=("+447700900118",))


def _read(name: str, context: Context = CONTEXT) -> Reading:
    return parse((SAMPLES / name).read_bytes(), context)


def _call(
    key: str, person: Person, call: Call, at: datetime | None = None, **extra: str
) -> Inquiry:
    return replace(
        CALL,
        provider_id=key,
        person=person,
        call=call,
        receiver=call.dialled,
        acted_at=at,
        extra=extra,
    )


PLACETEL = "a6f3bf4e1a5d1e79d1f9bd84e06c2bfc264365880f567726578d34fb196e393e"


def test_placetel_rings_and_then_misses_the_call() -> None:
    assert _read("20_placetel_incoming.form.txt").notices == (
        Notice(
            "call_ringing",
            provider_id=PLACETEL + ":IncomingCall",
            about=PLACETEL,
            person=JONAS,
            receiver="03023125010",
            status="IncomingCall",
        ),
    )
    missed = Call("missed", "03023125010", duration_s=0)
    assert _read("21_placetel_hungup_missed.form.txt") == Reading(
        inquiries=(_call(PLACETEL, JONAS, missed, system="Placetel"),)
    )


def test_placetel_takes_an_anonymous_voicemail() -> None:
    key = "83d27e74c86da130e0ed75c075e9e46ec5af6bbce330216aa649f24b4ecb9475"
    voicemail = Call("voicemail", "03023125010", duration_s=17)
    assert _read("22_placetel_hungup_voicemail.form.txt") == Reading(
        inquiries=(_call(key, Person(), voicemail, caller="withheld", system="Placetel"),)
    )


def test_placetel_names_the_phone_that_accepted() -> None:
    fields = {"event": "CallAccepted", "call_id": "1", "from": "01713920042", "to": "030"}
    reading = parse(urlencode(fields | {"peer": "7777abc@fpbx.de"}).encode(), CONTEXT)
    assert reading.inquiries[0].call == Call("answered", "030", "7777abc@fpbx.de")


def test_zadarma_rings_and_then_misses_the_call_in_the_lots_time() -> None:
    at = datetime(2026, 11, 19, 11, tzinfo=WARSAW.timezone)
    assert _read("30_zadarma_notify_start.form.txt", WARSAW).notices == (
        Notice(
            "call_ringing",
            provider_id="in_0001:NOTIFY_START",
            about="in_0001",
            at=at,
            person=TOMEK,
            receiver="+48222110001",
            status="NOTIFY_START",
        ),
    )
    missed = Call("missed", "+48222110001", duration_s=0)
    assert _read("31_zadarma_notify_end_missed.form.txt", WARSAW) == Reading(
        inquiries=(_call("in_0001", TOMEK, missed, at, system="Zadarma"),)
    )


def test_zadarma_tells_of_a_recording_later() -> None:
    (notice,) = _read("32_zadarma_notify_record.form.txt").notices
    assert (notice.kind, notice.about) == ("call_ended", "in_0002")
    assert notice.detail == {"recording_id": "1763550000.12345"}


def test_vonage_misses_a_call_when_the_leg_to_the_lot_was_not_answered() -> None:
    at = datetime(2026, 11, 19, 10, 2, 30, tzinfo=UTC)
    key = "CON-aaaaaaaa-0000-4000-8000-000000000001"
    assert _read("40_vonage_event_unanswered.json") == Reading(
        inquiries=(_call(key, OWEN, Call("missed", "+442079460123"), at, system="Vonage"),)
    )


def test_vonage_ends_the_callers_own_leg_without_a_result() -> None:
    assert _read("41_vonage_event_completed.json") == Reading(
        notices=(
            Notice(
                "call_ended",
                provider_id="aaaaaaaa-0000-4000-8000-000000000002:completed",
                about="CON-aaaaaaaa-0000-4000-8000-000000000002",
                at=datetime(2026, 11, 19, 10, 3, 14, tzinfo=UTC),
                person=OWEN,
                receiver="+442079460123",
                status="completed",
                detail={"duration_s": "64", "leg": "inbound"},
            ),
        )
    )


@pytest.mark.parametrize(("direction", "answered"), [("outbound", True), ("inbound", False)])
def test_vonage_answers_only_by_a_leg_to_the_lot(direction: str, answered: bool) -> None:
    body = (SAMPLES / "40_vonage_event_unanswered.json").read_bytes()
    body = body.replace(b'"unanswered"', b'"answered"').replace(b"outbound", direction.encode())
    reading = parse(body, CONTEXT)
    assert [one.call.outcome for one in reading.inquiries if one.call] == ["answered"] * answered


def test_3cx_reports_a_missed_call_under_a_key_of_its_facts() -> None:
    key = hashlib.sha256(b"01713920042|101|2026-11-19 10:05:00|Missed").hexdigest()
    at = datetime(2026, 11, 19, 10, 5, tzinfo=UTC)
    missed = Call("missed", duration_s=0)
    assert _read("51_3cx_reportcall_missed.json") == Reading(
        inquiries=(_call(key, JONAS, missed, at, system="3CX", agent="101"),)
    )


def test_asterisk_misses_a_call_that_nobody_answered() -> None:
    assert _read("60_asterisk_ami_events.txt") == Reading(
        inquiries=(_call("1795082400.31", JONAS, Call("missed"), system="Asterisk"),)
    )


def test_asterisk_answers_a_call_when_one_dial_was_answered() -> None:
    body = (SAMPLES / "60_asterisk_ami_events.txt").read_bytes().replace(b"NOANSWER", b"ANSWER")
    assert parse(body, CONTEXT).inquiries[0].call == Call(
        "answered", answered_by="PJSIP/101-00000013"
    )


def test_asterisk_does_not_miss_a_call_that_another_phone_took() -> None:
    reading = _read("61_asterisk_ari_stasis_end.json")
    assert reading.inquiries == ()
    assert reading.notices[0].detail == {"cause": "Answered elsewhere"}


def _at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, 19, hour, minute, second, tzinfo=BERLIN)


def _key(start: str, slot: str, number: str) -> str:
    return hashlib.sha256(f"|19.11.26 {start}|{slot}|{number}".encode()).hexdigest()


def test_the_call_monitor_tells_calls_apart_although_slots_are_used_again() -> None:
    reading = _read("70_fritzbox_callmonitor.txt")
    second = Person(phones=("01713920088",))
    own = "23125010"
    system = {"system": "FRITZ!Box"}
    assert reading.inquiries == (
        _call(
            _key("11:00:00", "0", "01713920042"),
            JONAS,
            Call("missed", own, duration_s=0),
            _at(11, 0),
            **system,
        ),
        _call(
            _key("11:05:00", "1", "01713920088"),
            second,
            Call("answered", own, "4", 115),
            _at(11, 5),
            **system,
        ),
        _call(
            _key("11:20:00", "0", ""),
            Person(),
            Call("missed", own, duration_s=0),
            _at(11, 20),
            caller="withheld",
            **system,
        ),
    )
    ours, open_ = reading.notices
    assert (ours.kind, ours.person, ours.detail["direction"]) == ("call_ended", JONAS, "out")
    assert (open_.kind, open_.at) == ("call_ringing", _at(11, 20, 5))
    assert reading.warnings == ()


def test_the_call_monitors_answering_machine_is_a_voicemail() -> None:
    body = (SAMPLES / "70_fritzbox_callmonitor.txt").read_bytes()
    reading = parse(body.replace(b"CONNECT;1;4;", b"CONNECT;1;40;"), CONTEXT)
    assert reading.inquiries[1].call == Call("voicemail", "23125010", "40", 115)


def test_bad_lines_of_the_call_monitor_are_left_out_one_by_one() -> None:
    garbage = (SAMPLES / "m01_fritzbox_garbage.txt").read_bytes()
    reading = parse(garbage, CONTEXT)
    assert (reading.state, reading.held, len(reading.warnings)) == ("held", "unreadable", 6)
    good = (SAMPLES / "70_fritzbox_callmonitor.txt").read_bytes()
    mixed = parse(garbage + b"\n" + good, CONTEXT)
    assert (mixed.state, len(mixed.inquiries), len(mixed.warnings)) == ("read", 3, 6)


@pytest.mark.parametrize("name", ["33_zadarma_echo_handshake.json", "50_3cx_crm_template.xml"])
def test_what_is_no_call_is_held(name: str) -> None:
    assert _read(name).held == "unreadable"
