"""Twilio Voice callbacks as calls. A parent call's `completed` says nothing about an answer."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from forecourt.capture.inquiry import (
    Call,
    CallOutcome,
    Context,
    Inquiry,
    Notice,
    NoticeKind,
    Reading,
    held,
)
from forecourt.channels.calling import (
    call_inquiry,
    call_notice,
    caller,
    flat,
    form_fields,
    is_own,
    mail_time,
    seconds,
    unreadable_caller,
)
from forecourt.channels.cleaning import mapping_of, safe_json, text_of

CHANNEL = "twilio"
_SID = re.compile(r"CA[0-9A-Za-z]{8,64}")
_DIALLED: Mapping[str, CallOutcome] = {
    "completed": "answered",
    "answered": "answered",
    "no-answer": "missed",
    "canceled": "missed",
    "failed": "missed",
    "busy": "busy",
}
_UNCONNECTED: Mapping[str, CallOutcome] = {
    "no-answer": "missed",
    "canceled": "missed",
    "failed": "missed",
    "busy": "busy",
}
_TAKEN = ("in-progress", "answered", "completed")  # of a leg, not of the caller's own call
_BEFORE = ("queued", "initiated", "ringing", "in-progress")


def parse(body: bytes, context: Context) -> Reading:
    """One callback. Never raises."""
    try:
        return _read(body, context)
    except Exception as problem:
        return held("unreadable", f"The callback could not be read ({type(problem).__name__}).")


def _read(body: bytes, context: Context) -> Reading:
    try:
        fields = _fields(body)
    except ValueError as problem:
        return held("unreadable", f"The callback is not a form: {problem}.")
    if not any(name in fields for name in ("CallSid", "CallStatus", "DialCallStatus")):
        return held("unreadable", "The callback is not about a call.")
    warnings: list[str] = []
    result = _result(fields, context, warnings)
    inquiries = (result,) if isinstance(result, Inquiry) else ()
    notices = (result,) if isinstance(result, Notice) else ()
    return Reading(inquiries=inquiries, notices=notices, warnings=tuple(warnings))


def _fields(body: bytes) -> dict[str, str]:
    if body.lstrip()[:1] == b"{":
        raw = mapping_of(safe_json(body))
        return {text_of(name, 64): text_of(value, 1000) for name, value in raw.items()}
    return flat(form_fields(body))


def _result(fields: Mapping[str, str], context: Context, warnings: list[str]) -> Inquiry | Notice:
    if fields.get("ParentCallSid"):
        return _leg(fields, context, warnings)
    if fields.get("Direction", "").startswith("outbound"):
        return _step(fields, warnings, "call_ended", {"direction": "out"}, person_field="To")
    if "DialCallStatus" in fields:
        return _dialled(fields, warnings)
    if fields.get("RecordingUrl") or fields.get("RecordingSid"):
        return _recorded(fields, warnings)
    word = fields.get("CallStatus", "")
    if word == "completed":
        return _step(fields, warnings, "call_ended")
    if word in _BEFORE:
        return _step(fields, warnings, "call_ringing")
    return _call(fields, warnings, Call(_outcome(_UNCONNECTED, word, warnings)))


def _dialled(fields: Mapping[str, str], warnings: list[str]) -> Inquiry:
    """The result of ringing the lot's phone: the only sure word on who answered."""
    outcome = _outcome(_DIALLED, fields["DialCallStatus"], warnings)
    if outcome == "answered" and fields.get("DialBridged") == "false":
        return _call(fields, warnings, Call("missed", confidence="likely"))
    duration = seconds(fields.get("DialCallDuration", ""))
    recording = _recording(fields, warnings)
    return _call(fields, warnings, Call(outcome, duration_s=duration, recording=recording))


def _recorded(fields: Mapping[str, str], warnings: list[str]) -> Inquiry | Notice:
    """A voicemail; or, when it names no caller or is of a talk, more about a known call."""
    recording, length = _recording(fields, warnings), seconds(fields.get("RecordingDuration", ""))
    talk = fields.get("RecordingSource", "RecordVerb") != "RecordVerb"
    if talk or "From" not in fields:
        facts = {"recording": recording, "recording_id": fields.get("RecordingSid", "")}
        return _step(fields, warnings, "call_ended", facts)
    call = (
        Call("missed") if length == 0 else Call("voicemail", duration_s=length, recording=recording)
    )
    return _call(fields, warnings, call)


def _leg(fields: Mapping[str, str], context: Context, warnings: list[str]) -> Inquiry | Notice:
    """A leg to one of the lot's phones; the call is its parent.

    It carries the caller's number, unless the lot shows its own. A leg nobody took is a missed
    call only if no other leg was answered.
    """
    phone, word = fields.get("To", ""), fields.get("CallStatus", "")
    parent = {**fields, "CallSid": fields["ParentCallSid"], "To": ""}
    outcome = "answered" if word in _TAKEN else _UNCONNECTED.get(word)
    if outcome is None or is_own(fields.get("From", ""), context):
        kind: NoticeKind = "call_ringing" if word in _BEFORE else "call_ended"
        if word in _TAKEN:
            kind = "call_answered"
        return _step(parent, warnings, kind, {"phone": phone})
    if outcome == "answered":
        duration = seconds(fields.get("CallDuration", ""))
        return _call(parent, warnings, Call(outcome, answered_by=phone, duration_s=duration))
    return _call(parent, warnings, Call(outcome, confidence="likely"))


def _call(fields: Mapping[str, str], warnings: list[str], call: Call) -> Inquiry:
    number = fields.get("From", "")
    extra = unreadable_caller(number) | {"recording_id": fields.get("RecordingSid", "")}
    key = _key(fields, warnings)
    if not key:
        extra["call_id"] = fields.get("CallSid", "")
    return call_inquiry(
        CHANNEL,
        key,
        Call(
            outcome=call.outcome,
            dialled=fields.get("To", ""),
            answered_by=call.answered_by,
            duration_s=call.duration_s,
            recording=call.recording,
            confidence=call.confidence,
        ),
        caller(number, fields.get("CallerName", "")),
        acted_at=mail_time(fields.get("Timestamp", "")),
        extra=extra,
    )


def _step(
    fields: Mapping[str, str],
    warnings: list[str],
    kind: NoticeKind,
    detail: Mapping[str, str] | None = None,
    person_field: str = "From",
) -> Notice:
    other = "From" if person_field == "To" else "To"
    facts = {"duration_s": fields.get("CallDuration", "")} | dict(detail or {})
    return call_notice(
        kind,
        _key(fields, warnings),
        fields.get("CallStatus", "") or fields.get("RecordingStatus", ""),
        caller(fields.get(person_field, "")),
        receiver=fields.get(other, ""),
        at=mail_time(fields.get("Timestamp", "")),
        detail=facts,
    )


def _key(fields: Mapping[str, str], warnings: list[str]) -> str:
    sid = fields.get("CallSid", "")
    if _SID.fullmatch(sid):
        return sid
    warnings.append("The call has no id of Twilio's shape.")
    return ""


def _outcome(words: Mapping[str, CallOutcome], word: str, warnings: list[str]) -> CallOutcome:
    if word not in words:
        warnings.append(f"The result {word!r} is not known.")
    return words.get(word, "unknown")


def _recording(fields: Mapping[str, str], warnings: list[str]) -> str:
    url = fields.get("RecordingUrl", "")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    plain = parts.scheme == "https" and port is None and "@" not in parts.netloc
    if plain and (host == "api.twilio.com" or host.endswith(".twilio.com")):
        return url
    warnings.append("The address of a recording was left out: it is not Twilio's.")
    return ""
