"""Placetel Call Control notifications: forms, numbers in national shape, `call_id` as key."""

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
    seconds,
    unreadable_caller,
)

CHANNEL = "calls"
_STEPS: Mapping[str, NoticeKind] = {
    "IncomingCall": "call_ringing",
    "OutgoingCall": "call_ringing",
    "CallAccepted": "call_answered",  # only for a call of ours; else it is a result
    "HungUp": "call_ended",
}
_ENDED: Mapping[str, CallOutcome] = {
    "missed": "missed",
    "voicemail": "voicemail",
    "blocked": "rejected",
    "accepted": "answered",
    "busy": "busy",
    "canceled": "missed",
    "unavailable": "missed",
    "congestion": "missed",
}


def is_event(fields: Mapping[str, str]) -> bool:
    return "call_id" in fields and fields.get("event") in _STEPS


def event(fields: Mapping[str, str], context: Context, warnings: list[str]) -> Inquiry | Notice:
    name, key = fields["event"], fields["call_id"]
    out = name == "OutgoingCall" or fields.get("direction") == "out"
    number, own = fields.get("from", ""), fields.get("to", "")
    if name in ("HungUp", "CallAccepted") and not out:
        return _result(fields, warnings)
    if out:
        number, own = own, number
    detail = {"direction": "out" if out else "", "answered_by": fields.get("peer", "")}
    detail |= {"result": fields.get("type", ""), "duration_s": fields.get("duration", "")}
    return call_notice(_STEPS[name], key, name, caller(number), receiver=own, detail=detail)


def _result(fields: Mapping[str, str], warnings: list[str]) -> Inquiry:
    word, number = fields.get("type", ""), fields.get("from", "")
    if fields["event"] == "CallAccepted":
        word = "accepted"
    if word not in _ENDED:
        warnings.append(f"The result {word!r} is not known.")
    call = Call(
        outcome=_ENDED.get(word, "unknown"),
        dialled=fields.get("to", ""),
        answered_by=fields.get("peer", ""),
        duration_s=seconds(fields.get("duration", "")),
    )
    extra = unreadable_caller(number) | {"system": "Placetel"}
    return call_inquiry(CHANNEL, fields["call_id"], call, caller(number), extra=extra)
