"""Asterisk: a run of AMI events as text, or one ARI event as JSON.

AMI events are joined by Linkedid. A call is missed when its own channel hung up and no DialEnd
said ANSWER; the cause of a hang-up proves nothing, but 26 says that another phone answered.
"""

from collections.abc import Iterator, Mapping

from forecourt.capture.inquiry import Call, Context, Inquiry, Notice, NoticeKind
from forecourt.channels.calling import (
    call_inquiry,
    call_notice,
    caller,
    iso_time,
    unreadable_caller,
)
from forecourt.channels.cleaning import clean, mapping_of, text_of

CHANNEL = "calls"
ANSWERED_ELSEWHERE = 26
_Event = dict[str, str]


def ami(body: bytes, context: Context) -> tuple[list[Inquiry | Notice], list[str]]:
    """The calls of a run of events, in order of their first event, and warnings."""
    calls: dict[str, list[_Event]] = {}
    warnings: list[str] = []
    for event in _events(body):
        linked = event.get("Linkedid", "")
        if linked:
            calls.setdefault(linked, []).append(event)
        else:
            warnings.append(f"The event {event.get('Event', '')!r} names no call.")
    return [_joined(key, events) for key, events in calls.items()], warnings


def _events(body: bytes) -> Iterator[_Event]:
    text = body.decode("utf-8", "replace").replace("\r\n", "\n")
    for block in text.split("\n\n"):
        pairs = (line.partition(":") for line in block.splitlines() if ":" in line)
        event = {clean(name, 64): clean(value, 300) for name, _, value in pairs}
        if event:
            yield event


def _joined(key: str, events: list[_Event]) -> Inquiry | Notice:
    number = next((event["CallerIDNum"] for event in events if event.get("CallerIDNum")), "")
    name = next((event["CallerIDName"] for event in events if event.get("CallerIDName")), "")
    person = caller(number, "" if name.startswith("<") else name)
    dialled = next((event["Exten"] for event in events if event.get("Exten")), "")
    answered = [event for event in events if event.get("DialStatus") == "ANSWER"]
    by = answered[0].get("DestChannel", "") if answered else ""
    if not answered and not any(_closes(key, event) for event in events):
        return call_notice("call_ringing", key, "DialBegin", person, receiver=dialled)
    elsewhere = any(event.get("Cause") == str(ANSWERED_ELSEWHERE) for event in events)
    call = Call("answered" if answered or elsewhere else "missed", dialled, by)
    extra = unreadable_caller(number) | {"system": "Asterisk"}
    return call_inquiry(CHANNEL, key, call, person, extra=extra)


def _closes(key: str, event: _Event) -> bool:
    own = event.get("Uniqueid") == key
    return event.get("Event") == "QueueCallerAbandon" or (event.get("Event") == "Hangup" and own)


def is_ari(raw: Mapping[str, object]) -> bool:
    return isinstance(raw.get("channel"), dict) and isinstance(raw.get("type"), str)


def ari(raw: Mapping[str, object], context: Context, warnings: list[str]) -> Inquiry | Notice:
    """One event of one channel. Only the end of a channel that still rang may be a missed call."""
    channel = mapping_of(raw.get("channel"))
    key, type_ = text_of(channel.get("id"), 128), text_of(raw.get("type"), 64)
    number = text_of(mapping_of(channel.get("caller")).get("number"), 64)
    person = caller(number, text_of(mapping_of(channel.get("caller")).get("name"), 120))
    at = iso_time(text_of(raw.get("timestamp"), 64), context.timezone)
    ended = type_ == "ChannelDestroyed"
    rang = text_of(channel.get("state"), 32).lower() in ("ring", "ringing")
    dialled = text_of(mapping_of(channel.get("dialplan")).get("exten"), 64)
    if ended and rang and raw.get("cause") != ANSWERED_ELSEWHERE:
        call = Call("missed", dialled, confidence="likely")
        extra = unreadable_caller(number) | {"system": "Asterisk"}
        return call_inquiry(CHANNEL, key, call, person, acted_at=at, extra=extra)
    detail = {"cause": text_of(raw.get("cause_txt"), 120)}
    kind: NoticeKind = "call_ended" if ended else "call_ringing"
    return call_notice(
        kind,
        key,
        type_,
        person,
        receiver=dialled,
        at=at,
        detail=detail,
    )
