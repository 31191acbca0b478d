"""What the telephone channels share: form fields, numbers as sent, times, a call in one shape."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import get_args
from urllib.parse import parse_qsl

from forecourt.capture.inquiry import (
    Call,
    CallOutcome,
    Context,
    Inquiry,
    Notice,
    NoticeKind,
    Person,
    Source,
)
from forecourt.channels.cleaning import clean

MAX_BYTES = 256 * 1024
_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{0,30}")
_HIDDEN_WORDS = {"anonymous", "unknown", "restricted", "private", "unavailable", "<unknown>"}
_HIDDEN_NUMBERS = {"+266696687", "266696687", "+7378742833", "+2562533", "+8656696"}
_ANONYMOUS = _HIDDEN_WORDS | _HIDDEN_NUMBERS
_OUTCOMES: tuple[CallOutcome, ...] = get_args(CallOutcome)


def form_fields(body: bytes) -> dict[str, list[str]]:
    """The fields of an urlencoded form, each with its values in order.

    ValueError when it is no form: too many fields, or none with a name.
    """
    text = body.decode("utf-8", "replace")
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=300, errors="replace")
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    if not any(name.strip() for name in fields) or "=" not in text:
        raise ValueError("it has no fields")
    return fields


def flat(fields: Mapping[str, Sequence[str]], limit: int = 1000) -> dict[str, str]:
    """The first value of each field, clean."""
    return {clean(name, 64): clean(values[0], limit) for name, values in fields.items()}


def withheld(number: str) -> bool:
    """True for an empty number and the words and numbers that stand for a hidden one."""
    given = number.strip().lower()
    return not given or given in _ANONYMOUS


def is_number(number: str) -> bool:
    digits = sum(character.isdigit() for character in number)
    return bool(_NUMBER.fullmatch(number)) and digits >= 3 and not withheld(number)


def e164(number: str) -> str:
    """The number with "+" where a provider sends international digits without it."""
    given = clean(number, 64)
    return "+" + given if re.fullmatch(r"[1-9][0-9]{6,14}", given) else given


def caller(number: str, name: str = "") -> Person:
    """The person behind a number. Withheld and impossible numbers name nobody."""
    given = clean(number, 64)
    return Person(name=name, phones=(given,)) if is_number(given) else Person()


def is_own(number: str, context: Context) -> bool:
    """True for one of the lot's own phones, in whatever shape either is written."""
    tail = _tail(number)
    return len(tail) >= 7 and tail in {_tail(own) for own in context.own_numbers}


def _tail(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)[-9:]


def unreadable_caller(number: str) -> dict[str, str]:
    """What was sent in place of a number, to be shown beside the call."""
    given = clean(number, 200)
    if withheld(given):
        return {"caller": "withheld"}
    return {} if is_number(given) else {"caller": given}


def outcome_of(word: str) -> CallOutcome:
    for known in _OUTCOMES:
        if known == word:
            return known
    return "unknown"


def seconds(text: str) -> int | None:
    """A duration in whole seconds, or as hh:mm:ss."""
    clock = re.fullmatch(r"([0-9]{1,3}):([0-5][0-9]):([0-5][0-9])", text)
    if clock:
        hours, minutes, rest = (int(part) for part in clock.groups())
        return hours * 3600 + minutes * 60 + rest
    whole = re.fullmatch(r"([0-9]{1,7})(?:\.[0-9]{1,6})?", text)
    return int(whole.group(1)) if whole else None


def mail_time(text: str) -> datetime | None:
    """A time as RFC 2822 writes it, in UTC."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def iso_time(text: str, zone: tzinfo) -> datetime | None:
    """A time as ISO 8601 writes it; one without an offset is in `zone`."""
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def call_inquiry(
    channel: str,
    key: str,
    call: Call,
    person: Person,
    *,
    acted_at: datetime | None = None,
    extra: Mapping[str, str] | None = None,
) -> Inquiry:
    """A call with its result, known by the provider's key of the call."""
    return Inquiry(
        kind="call",
        source=Source(channel),
        provider_id=key,
        person=person,
        acted_at=acted_at,
        call=call,
        receiver=call.dialled,
        extra=stated(extra),
    )


def call_notice(
    kind: NoticeKind,
    key: str,
    event: str,
    person: Person,
    *,
    receiver: str = "",
    at: datetime | None = None,
    detail: Mapping[str, str] | None = None,
) -> Notice:
    """A step of a call that is not its result, or a call of our own to somebody.

    `detail["direction"]` is "out" when staff rang; `person` is then the one who was rung.
    """
    return Notice(
        kind=kind,
        provider_id=f"{key}:{event}" if key else "",
        about=key,
        at=at,
        person=person,
        receiver=receiver,
        status=event,
        detail=stated(detail),
    )


def stated(facts: Mapping[str, str] | None) -> dict[str, str]:
    return {name: text for name, text in (facts or {}).items() if text}
