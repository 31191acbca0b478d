"""Vonage Voice events: JSON, `conversation_uuid` as key.

A call is answered when a leg to one of the lot's phones was; the caller's own leg is answered by
the network as soon as it arrives and proves nothing.
"""

from collections.abc import Mapping
from dataclasses import replace

from forecourt.capture.inquiry import (
    Call,
    CallOutcome,
    Context,
    Inquiry,
    Notice,
    NoticeKind,
)
from forecourt.channels.calling import (
    call_inquiry,
    call_notice,
    caller,
    e164,
    is_own,
    iso_time,
    unreadable_caller,
)
from forecourt.channels.cleaning import text_of

CHANNEL = "calls"
_UNCONNECTED: Mapping[str, CallOutcome] = {
    "unanswered": "missed",
    "cancelled": "missed",
    "timeout": "missed",
    "failed": "missed",
    "rejected": "missed",
    "busy": "busy",
}
_BEFORE = ("started", "ringing", "answered", "human", "machine")


def is_event(raw: Mapping[str, object]) -> bool:
    return "conversation_uuid" in raw and "status" in raw


def event(raw: Mapping[str, object], context: Context, warnings: list[str]) -> Inquiry | Notice:
    key, status = text_of(raw.get("conversation_uuid"), 128), text_of(raw.get("status"), 32)
    number, dialled = text_of(raw.get("from"), 64), e164(text_of(raw.get("to"), 64))
    at = iso_time(text_of(raw.get("timestamp"), 64), context.timezone)
    if is_own(number, context):
        number = ""  # the lot shows its own number on the leg to its phone
    leg_to_us = text_of(raw.get("direction"), 16) == "outbound"
    outcome = "answered" if status == "answered" and leg_to_us else _UNCONNECTED.get(status)
    if outcome:
        extra = unreadable_caller(number) | {"system": "Vonage"}
        call = Call(outcome, dialled=dialled)
        return call_inquiry(CHANNEL, key, call, caller(e164(number)), acted_at=at, extra=extra)
    kind: NoticeKind = "call_ringing" if status in _BEFORE else "call_ended"
    detail = {
        "duration_s": text_of(raw.get("duration"), 16),
        "leg": text_of(raw.get("direction"), 16),
    }
    person = caller(e164(number))
    notice = call_notice(kind, key, status, person, receiver=dialled, at=at, detail=detail)
    return replace(notice, provider_id=f"{text_of(raw.get('uuid'), 64)}:{status}")
