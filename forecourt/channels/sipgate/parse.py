"""sipgate.io events as calls.

An answer and a hang-up each tell a result of the same call, under the same key. `normalClearing`
alone does not tell whether somebody answered: it reads as missed, with confidence "likely", and
an answer outweighs it, whichever came first.
"""

from collections.abc import Mapping, Sequence

from forecourt.capture.inquiry import (
    Call,
    CallOutcome,
    Context,
    Inquiry,
    Notice,
    NoticeKind,
    Person,
    Reading,
    held,
)
from forecourt.channels.calling import (
    call_inquiry,
    call_notice,
    caller,
    e164,
    flat,
    form_fields,
    unreadable_caller,
)
from forecourt.channels.cleaning import clean

CHANNEL = "sipgate"
_ENDED: Mapping[str, CallOutcome] = {
    "cancel": "missed",
    "noAnswer": "missed",
    "congestion": "missed",
    "notFound": "missed",
    "busy": "busy",
    "normalClearing": "missed",
}
_STEPS: Mapping[str, NoticeKind] = {
    "newCall": "call_ringing",
    "answer": "call_answered",
    "hangup": "call_ended",
}


def parse(body: bytes, context: Context) -> Reading:
    """One event. Never raises."""
    try:
        return _read(body)
    except Exception as problem:
        return held("unreadable", f"The event could not be read ({type(problem).__name__}).")


def _read(body: bytes) -> Reading:
    try:
        raw = form_fields(body)
    except ValueError as problem:
        return held("unreadable", f"The event is not a form: {problem}.")
    fields = flat(raw)
    event = fields.get("event", "")
    if event not in _STEPS:
        return held("unreadable", f"The event {event!r} is not known.")
    key = clean(fields.get("callId", ""), 128)
    person = _person(fields)
    warnings = [] if key else ["The event names no call."]
    if not key and not person.phones:
        return Reading(warnings=tuple(warnings))
    if event == "hangup" and not _outgoing(fields) and fields.get("cause") != "forwarded":
        return Reading((_hang_up(fields, key, person, warnings),), warnings=tuple(warnings))
    if event == "answer" and not _outgoing(fields):
        call = Call(
            outcome="voicemail" if _mailbox(raw) else "answered",
            dialled=e164(fields.get("to", "")),
            answered_by=", ".join(_users(raw)),
        )
        return Reading((_call(fields, key, person, call),), warnings=tuple(warnings))
    return Reading(notices=(_step(raw, fields, key, person),), warnings=tuple(warnings))


def _hang_up(fields: Mapping[str, str], key: str, person: Person, warnings: list[str]) -> Inquiry:
    cause = fields.get("cause", "")
    if cause not in _ENDED:
        warnings.append(f"The cause {cause!r} is not known.")
    call = Call(
        outcome=_ENDED.get(cause, "unknown"),
        dialled=e164(fields.get("to", "")),
        confidence="likely" if cause == "normalClearing" else "sure",
    )
    return _call(fields, key, person, call)


def _call(fields: Mapping[str, str], key: str, person: Person, call: Call) -> Inquiry:
    extra = unreadable_caller(fields["from"]) if "from" in fields else {}
    extra |= {name: fields.get(name, "") for name in ("cause", "diversion")}
    extra["answering_number"] = e164(fields.get("answeringNumber", ""))
    return call_inquiry(CHANNEL, key, call, person, extra=extra)


def _step(
    raw: Mapping[str, Sequence[str]], fields: Mapping[str, str], key: str, person: Person
) -> Notice:
    event = fields["event"]
    detail = {
        "direction": "out" if _outgoing(fields) else "",
        "users": ", ".join(_users(raw)),
        "diversion": fields.get("diversion", ""),
        "original_call": fields.get("originalCallId", ""),
        "cause": fields.get("cause", ""),
    }
    own = fields.get("from" if _outgoing(fields) else "to", "")
    return call_notice(_STEPS[event], key, event, person, receiver=e164(own), detail=detail)


def _person(fields: Mapping[str, str]) -> Person:
    return caller(e164(fields.get("to" if _outgoing(fields) else "from", "")))


def _outgoing(fields: Mapping[str, str]) -> bool:
    return fields.get("direction") == "out"


def _users(raw: Mapping[str, Sequence[str]]) -> list[str]:
    users = [*raw.get("user[]", ()), *raw.get("user", ())]
    return [name for name in (clean(user, 80) for user in users[:50]) if name]


def _mailbox(raw: Mapping[str, Sequence[str]]) -> bool:
    return any(user.lower() == "voicemail" for user in _users(raw))
