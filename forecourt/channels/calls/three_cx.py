"""The report of a call by a 3CX server, as our own CRM template posts it.

3CX gives no call id: the key is a hash of number, agent, start and type. A ring group reports one
missed call per extension. Inferred from templates in public use, not from a specification.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC

from forecourt.capture.inquiry import Call, CallOutcome, Context, Inquiry, Notice
from forecourt.channels.calling import (
    call_inquiry,
    call_notice,
    caller,
    iso_time,
    seconds,
    unreadable_caller,
)
from forecourt.channels.cleaning import text_of

CHANNEL = "calls"
_NAMES = ("number", "agent", "started_utc", "call_type")
_INCOMING: Mapping[str, CallOutcome] = {"missed": "missed", "inbound": "answered"}
_OUTGOING = ("outbound", "notanswered", "unanswered")


def is_report(raw: Mapping[str, object]) -> bool:
    return "call_type" in raw and "number" in raw


def report(raw: Mapping[str, object], context: Context, warnings: list[str]) -> Inquiry | Notice:
    number, agent, started, type_ = (text_of(raw.get(name), 120) for name in _NAMES)
    key = hashlib.sha256(f"{number}|{agent}|{started}|{type_}".encode()).hexdigest()
    at = iso_time(started, UTC)
    if at is None:
        warnings.append(f"The time {started[:40]!r} is not a time.")
    word = type_.lower()
    if word in _OUTGOING:
        detail = {"direction": "out", "by": agent}
        return call_notice("call_ended", key, type_, caller(number), at=at, detail=detail)
    if word not in _INCOMING:
        warnings.append(f"The type {type_!r} is not known.")
    outcome = _INCOMING.get(word, "unknown")
    call = Call(
        outcome=outcome,
        answered_by=agent if outcome == "answered" else "",
        duration_s=seconds(text_of(raw.get("duration"), 16)),
    )
    name = text_of(raw.get("name"), 120)
    extra = unreadable_caller(number) | {"system": "3CX", "agent": agent}
    return call_inquiry(CHANNEL, key, call, caller(number, name), acted_at=at, extra=extra)
