"""Numbers, money and times as people write them, read leniently. Nothing here raises."""

import re
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Literal
from zoneinfo import ZoneInfo

from forecourt.capture.inquiry import Money
from forecourt.channels.cleaning import clean

CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP", "$": "USD", "usd": "USD",
    "zł": "PLN", "zl": "PLN", "pln": "PLN", "aed": "AED", "dh": "AED", "dhs": "AED", "chf": "CHF",
    "czk": "CZK", "kč": "CZK", "sek": "SEK", "dkk": "DKK", "huf": "HUF", "sar": "SAR",
}  # fmt: skip

_NUMBER = re.compile(r"-?\d(?:[\d.,'’  ]{0,30}\d)?")
_SIGN = re.compile(r"[€£$]|zł|[a-zA-Zčł]{2,5}")
_THOUSAND = re.compile(r"\d\s?(?:k|tys\.?|tsd\.?|tausend)\b", re.IGNORECASE)
_YEAR4 = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR2 = re.compile(r"^['’]?(\d\d)$")
_DMY = re.compile(
    r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})"
    r"(?:[T, ]{1,3}(?:um |at |o )?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?\s?([AaPp][Mm])?)?"
    r"\s?(Z|[+-]\d{1,2}:?\d{0,2})?"
)


def line(text: str, limit: int = 200) -> str:
    """The text on one line, cleaned: for names, subjects, ids."""
    return " ".join(clean(text, 4 * limit).split())[:limit].rstrip()


def number(text: str) -> Decimal | None:
    """The first number in the text: "15.990,00", "15,990", "52 000", "12k"."""
    match = _NUMBER.search(text[:200])
    if not match:
        return None
    digits = re.sub(r"[\s'’]", "", match.group())
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0:
        kinds = {c for c in digits if c in ".,"}
        several = digits.count(digits[last]) > 1
        grouped = len(digits) - last - 1 == 3 and (len(kinds) == 1)
        whole = grouped or (several and len(kinds) == 1)
        head, tail = re.sub("[.,]", "", digits[:last]), digits[last + 1 :]
        digits = head + tail if whole else f"{head}.{tail}"
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    if _THOUSAND.match(text[match.end() - 1 : match.end() + 12]):
        value *= 1000
    return value if abs(value) < Decimal(10) ** 12 else None


def money(text: str, currency: str = "") -> Money | None:
    """An amount with its currency if one is named; the text's own sign wins over nothing."""
    amount = number(text)
    if amount is None:
        return None
    code = currency_of(currency) or currency_of(text)
    return Money(amount, code)


def currency_of(text: str) -> str:
    for word in _SIGN.findall(text[:200]):
        code = CURRENCIES.get(word.lower())
        if code:
            return code
    return text.strip().upper() if re.fullmatch(r"\s*[A-Za-z]{3}\s*", text[:20]) else ""


def whole(text: str, most: int = 9_999_999) -> int | None:
    value = number(text)
    return int(value) if value is not None and 0 <= value <= most else None


def distance(text: str, unit: str = "") -> tuple[int | None, Literal["", "km", "mi"]]:
    """A reading of the odometer and its unit, as given."""
    words = f"{unit} {text}".lower()[:200]
    kind: Literal["", "km", "mi"] = ""
    if "mi" in words:
        kind = "mi"
    elif "km" in words or "kilom" in words:
        kind = "km"
    return whole(text), kind


def year(text: str) -> int | None:
    """A model year: "2019", "'17", "03/2019"."""
    found = _YEAR4.search(text[:40])
    if found:
        return int(found.group())
    short = _YEAR2.match(text.strip()[:4])
    if not short:
        return None
    value = int(short.group(1))
    return 2000 + value if value < 70 else 1900 + value


def moment(text: str, zone: ZoneInfo, *, month_first: bool = False) -> datetime | None:
    """A time as written, with its offset, else in `zone`. None if it cannot be read."""
    text = line(text, 60)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None:
        match = _DMY.search(text)
        return _from_parts(match.groups(default=""), zone, month_first) if match else None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _from_parts(parts: tuple[str, ...], zone: ZoneInfo, month_first: bool) -> datetime | None:
    first, second, third, hour, minute, seconds, half, offset = parts
    if len(first) == 4:
        y, m, d = first, second, third
    elif month_first and int(first) <= 12:
        y, m, d = third, first, second
    else:
        y, m, d = third, second, first
    years = int(y) + (2000 if len(y) <= 2 else 0)
    hours = int(hour or 0) % 12 + (12 if half.lower() == "pm" else 0) if half else int(hour or 0)
    try:
        clock = (hours, int(minute or 0), int(seconds or 0))
        return datetime(years, int(m), int(d), *clock, tzinfo=_offset(offset) or zone)
    except (ValueError, OverflowError):
        return None


def _offset(text: str) -> tzinfo | None:
    if not text:
        return None
    padded = "+00:00" if text == "Z" else text
    sign, _, rest = padded[0], "", padded[1:]
    hours, _, minutes = rest.partition(":")
    if not minutes and len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    stamp = f"2000-01-01T00:00{sign}{int(hours):02d}:{int(minutes or 0):02d}"
    try:
        return datetime.fromisoformat(stamp).tzinfo
    except ValueError:
        return None
