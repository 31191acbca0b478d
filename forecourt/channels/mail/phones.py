"""Phone numbers in free text, as written."""

import re
from collections.abc import Iterable

import phonenumbers

MOST = 6
_LONGEST = 8_000
_NOT_PHONES = re.compile(
    r"https?://\S{1,500}"  # links
    r"|[^\s@]{1,64}@[^\s@]{1,255}"  # mail addresses
    r"|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"  # IBANs
    r"|\b[A-HJ-NPR-Z0-9]{17}\b"  # VINs
    r"|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b"  # dates
    r"|\b\d{4}-\d{2}-\d{2}\b"
    r"|\b\d{1,3}(?:[.,  ]\d{3}){1,2}\s?(?:km|mi|miles|€|EUR|euro|zł|PLN|GBP|AED)\b"
)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-"})


def phones_in(text: str, region: str, without: Iterable[str] = ()) -> tuple[str, ...]:
    """Numbers that are valid in `region` or international, in order, as written.

    `without` are numbers (in any shape) that are not the sender's.
    """
    shown = _NOT_PHONES.sub(_blank, text[:_LONGEST].translate(_SPACES))
    own = {digits(number)[-9:] for number in without if len(digits(number)) >= 6}
    found: dict[str, str] = {}
    try:
        matcher = phonenumbers.PhoneNumberMatcher(shown, region or None, max_tries=200)
        for match in matcher:
            raw = match.raw_string.strip()
            key = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            if digits(key)[-9:] not in own and _plausible(raw, region):
                found.setdefault(key, raw[:60])
            if len(found) >= MOST:
                break
    except (ValueError, IndexError, RuntimeError, phonenumbers.NumberParseException):
        pass
    return tuple(found.values())


def is_phone(text: str) -> bool:
    """True if a field holds a number of 6 to 15 digits and little else."""
    return 6 <= len(digits(text)) <= 17 and len(re.sub(r"[\d\s()+/.–-]", "", text[:80])) <= 8


def digits(text: str) -> str:
    return re.sub(r"\D", "", text[:80])


def _plausible(raw: str, region: str) -> bool:
    starts = raw.lstrip("( [").startswith(("+", "0"))
    nine = region in ("PL", "ES", "PT", "CZ", "DK", "NO", "FR") and len(digits(raw)) >= 8
    return starts or nine


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
