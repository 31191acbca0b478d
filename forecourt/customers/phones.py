"""Phone numbers, in whatever national shape they were written."""

from functools import lru_cache

import phonenumbers

WITHHELD = {
    "", "anonymous", "unknown", "restricted", "unavailable", "private", "<unknown>", "withheld",
    "+266696687", "266696687",
}  # fmt: skip


def is_withheld(raw: str) -> bool:
    """Whether a caller's number was kept back."""
    return raw.strip().lower() in WITHHELD


@lru_cache(maxsize=512)  # one inquiry asks for the same number several times
def normalise_phone(raw: str, region: str) -> str:
    """E.164 of a dialable number, e.g. "+491701234567"; "" for anything else.

    `region` is the lot's country, for numbers written nationally. Short codes, service numbers and
    withheld numbers give "", so they never identify anybody.
    """
    if is_withheld(raw) or len(raw) > 60:
        return ""
    for text in _readings(raw):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number) and len(str(number.national_number)) >= 6:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return ""


def _readings(raw: str) -> list[str]:
    """The text itself; and digits without a plus, as providers send them, read as international."""
    text = raw.strip()
    digits = "".join(sign for sign in text if sign.isdigit())
    if text.startswith(("+", "00", "0")) or len(digits) < 10:
        return [text]
    return [text, f"+{digits}"] if len(digits) < 11 else [f"+{digits}", text]


def show_phone(e164: str) -> str:
    """The number in groups, as people read it."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
