"""Zadarma PBX notifications: forms, `pbx_call_id` as key, times in the account's zone."""

from collections.abc import Mapping

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
    iso_time,
    seconds,
    unreadable_caller,
)

CHANNEL = "calls"
_STEPS: Mapping[str, NoticeKind] = {
    "NOTIFY_START": "call_ringing",
    "NOTIFY_INTERNAL": "call_ringing",
    "NOTIFY_OUT_START": "call_ringing",
}
_ENDED: Mapping[str, CallOutcome] = {
    "answered": "answered",
    "busy": "busy",
    "cancel": "missed",
    "no answer": "missed",
    "failed": "missed",
    "no money": "missed",
    "unallocated number": "missed",
    "no limit": "missed",
    "no day limit": "missed",
    "line limit": "missed",
}


def is_event(fields: Mapping[str, str]) -> bool:
    return fields.get("event", "").startswith("NOTIFY_") and "pbx_call_id" in fields


def event(fields: Mapping[str, str], context: Context, warnings: list[str]) -> Inquiry | Notice:
    name = fields["event"]
    if name in ("NOTIFY_END", "NOTIFY_ANSWER"):
        return _result(fields, context, warnings)
    out = name.startswith("NOTIFY_OUT")
    number = fields.get("destination" if out else "caller_id", "")
    detail = {
        "direction": "out" if out else "",
        "by": fields.get("internal", ""),
        "result": fields.get("disposition", ""),
        "duration_s": fields.get("duration", ""),
        "recording_id": fields.get("call_id_with_rec", ""),
    }
    return call_notice(
        _STEPS.get(name, "call_ended"),
        fields["pbx_call_id"],
        name,
        caller(number),
        receiver=fields.get("called_did", "") or (fields.get("caller_id", "") if out else ""),
        at=iso_time(fields.get("call_start", ""), context.timezone),
        detail=detail,
    )


def _result(fields: Mapping[str, str], context: Context, warnings: list[str]) -> Inquiry:
    word, number = fields.get("disposition", ""), fields.get("caller_id", "")
    if fields["event"] == "NOTIFY_ANSWER":
        word = "answered"
    if word not in _ENDED:
        warnings.append(f"The result {word!r} is not known.")
    call = Call(
        outcome=_ENDED.get(word, "unknown"),
        dialled=fields.get("called_did", ""),
        answered_by=fields.get("internal", "") or fields.get("destination", ""),
        duration_s=seconds(fields.get("duration", "")),
    )
    recording = {"recording_id": fields.get("call_id_with_rec", "")}
    return call_inquiry(
        CHANNEL,
        fields["pbx_call_id"],
        call,
        caller(number),
        acted_at=iso_time(fields.get("call_start", ""), context.timezone),
        extra=unreadable_caller(number) | recording | {"system": "Zadarma"},
    )
