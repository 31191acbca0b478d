"""Our own plain JSON: `{id, from, to, at, outcome}` of one call, or a list of them.

`outcome` is missed, answered, voicemail, busy or rejected; `at` is ISO 8601, in the lot's zone
without an offset. Also read: `name`, `answered_by`, `duration` in seconds, `recording` (https),
and `direction: "out"` for a call by staff. Such a call, and one from a phone of the lot, is a
notice.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from forecourt.capture.inquiry import Call, Context, Inquiry, Notice
from forecourt.channels.calling import (
    call_inquiry,
    call_notice,
    caller,
    is_own,
    iso_time,
    outcome_of,
    seconds,
    unreadable_caller,
)
from forecourt.channels.cleaning import text_of

CHANNEL = "calls"
_NAMES = ("id", "from", "to", "at", "outcome")


def is_call(raw: Mapping[str, object]) -> bool:
    return "outcome" in raw or ("from" in raw and any(name in raw for name in ("id", "to", "at")))


def call(raw: Mapping[str, object], context: Context, warnings: list[str]) -> Inquiry | Notice:
    key, number, dialled, given_at, word = (text_of(raw.get(name), 200) for name in _NAMES)
    at = _at(given_at, context, warnings)
    outcome = outcome_of(word)
    if outcome != word:
        warnings.append(f"The outcome {word!r} is not known.")
    if not key:
        warnings.append("A call has no id: it cannot be known again.")
    if is_own(number, context) or text_of(raw.get("direction")).lower() in ("out", "outbound"):
        detail = {"direction": "out", "outcome": outcome}
        return call_notice(
            "call_ended", key, word, caller(dialled), receiver=number, at=at, detail=detail
        )
    result = Call(
        outcome=outcome,
        dialled=dialled,
        answered_by=text_of(raw.get("answered_by"), 120),
        duration_s=seconds(text_of(raw.get("duration"), 16)),
        recording=_recording(text_of(raw.get("recording"), 1000), warnings),
    )
    person = caller(number, text_of(raw.get("name"), 120))
    extra = unreadable_caller(number) | ({} if outcome == word else {"outcome": word})
    return call_inquiry(CHANNEL, key, result, person, acted_at=at, extra=extra)


def _at(given: str, context: Context, warnings: list[str]) -> datetime | None:
    if given.isascii() and given.isdigit() and 8 <= len(given) <= 10:
        return datetime.fromtimestamp(int(given), UTC)
    moment = iso_time(given, context.timezone)
    if moment is None:
        warnings.append(f"The time {given[:40]!r} is not a time.")
    return moment


def _recording(url: str, warnings: list[str]) -> str:
    try:
        if not url or (urlsplit(url).scheme == "https" and urlsplit(url).hostname):
            return url
    except ValueError:
        pass
    warnings.append("The address of a recording was left out: it is not https.")
    return ""
