"""Prices, mileages and years in the words of a message in English, German or Polish."""

import re
from decimal import Decimal
from typing import Literal

_NUMBER = (
    r"(?<![\d.,])(?P<n>\d{1,3}(?:[ .,'\u00a0\u202f]\d{3}){1,2}|\d{1,9})(?P<d>[.,]\d{1,2})?(?!\d)"
)
_TIMES = r"(?:\s?(?P<k>k|tys\.?|tsd\.?|tausend|thousand))?"
_MONEY = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP",
    "quid": "GBP", "pounds": "GBP", "zł": "PLN", "zl": "PLN", "pln": "PLN", "złotych": "PLN",
    "zlotych": "PLN", "aed": "AED", "dhs": "AED", "dirham": "AED", "dirhams": "AED",
    "chf": "CHF", "usd": "USD", "$": "USD",
}  # fmt: skip
_SIGN = "|".join(sorted(map(re.escape, _MONEY), key=len, reverse=True))
_BEFORE = re.compile(rf"(?<!\w)(?P<c>{_SIGN})\s?{_NUMBER}{_TIMES}\b", re.I)
_AFTER = re.compile(rf"{_NUMBER}{_TIMES}\s?(?:,-\s?)?(?P<c>{_SIGN})(?!\w)", re.I)
_BARE_THOUSANDS = re.compile(
    r"(?<![\w.,])(?P<n>\d{1,3})(?P<d>[.,]\d)?\s?(?P<k>k)(?!\w| ?mi| ?km)", re.I
)
_MONTHLY = re.compile(
    r"\W{0,3}(?:a|per|pro|im|/|each|na|mies\w*)?\W{0,2}(?:month\w*|monat\w*|mtl|mies\w*|pcm|p/?m\b)",
    re.I,
)
_RATE = re.compile(r"\brat(?:a|e|y|ę)\b[^.!?]{0,25}$", re.I)
_DISTANCE = re.compile(
    rf"{_NUMBER}(?:\s?(?P<k>k|tys\.?|tsd\.?|t(?=\s?km)))?\s?"
    r"(?P<u>km|kilomet\w{0,6}|miles?|mi|mls)(?!\w|/h)",
    re.I,
)
_YEAR = re.compile(
    r"(?<![\d.,:/'€£$-])(?:(?:0?[1-9]|1[0-2])[/.])?(?P<y>19[5-9]\d|20[0-4]\d)"
    r"(?![\d:/-]|[.,]\d|\s?(?:km|mi\b|mile|€|£|eur|zł|zl|pln|gbp|aed|kg|cc|ccm)|\s?\d)",
    re.I,
)
_SHORT_YEAR = re.compile(
    r"\b(?:bj|baujahr|ez|erstzulassung|rocznik|r\.?\s?prod|year|my)\.?:?\s?"
    r"(?:(?:0?[1-9]|1[0-2])[/.])?'?(?P<y>\d{2})(?![\d/.:])",
    re.I,
)


def find_price(text: str) -> tuple[Decimal | None, str]:
    """The first amount with a currency (or like "12k"), and the currency; not a monthly rate."""
    hits = [*_BEFORE.finditer(text), *_AFTER.finditer(text)]
    for hit in sorted(hits, key=re.Match[str].start):
        if _MONTHLY.match(text, hit.end()) or _RATE.search(text[: hit.start()][-40:]):
            continue
        return _amount(hit), _MONEY[hit["c"].casefold()]
    bare = _BARE_THOUSANDS.search(text)
    return (_amount(bare), "") if bare else (None, "")


def find_mileage(text: str) -> tuple[int | None, Literal["", "km", "mi"]]:
    """The first distance of at least 100, and its unit."""
    for hit in _DISTANCE.finditer(text):
        distance = int(_amount(hit))
        if 100 <= distance < 2_000_000:
            return distance, "km" if hit["u"].casefold().startswith("k") else "mi"
    return None, ""


def find_year(text: str, latest: int) -> int | None:
    """The first year of manufacture named, from 1950 to `latest`."""
    if short := _SHORT_YEAR.search(text):
        year = 2000 + int(short["y"])
        return year if year <= latest else year - 100
    years = (int(hit["y"]) for hit in _YEAR.finditer(text))
    return next((year for year in years if year <= latest), None)


def _amount(hit: re.Match[str]) -> Decimal:
    groups = hit.groupdict()
    whole = re.sub(r"\D", "", groups["n"])
    cents = (groups.get("d") or "").replace(",", ".")
    number = Decimal(whole + cents)
    return number * 1000 if groups.get("k") else number
