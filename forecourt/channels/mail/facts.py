"""Facts in free prose: car marks, distance, links. Careful rather than complete."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from forecourt.capture.inquiry import Car
from forecourt.channels.adf.values import distance, line, year

VIN = re.compile(r"(?<![A-Z0-9])(?=[A-Z0-9]{0,16}\d)[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])")

_LONGEST = 20_000
_STOCK = re.compile(r"(?<![\w-])(?:[A-Z]{2,4}-\d{2,6}|[A-Z]-\d{4,6})(?![\w-])")
_MODELS = (
    "CX-",
    "MX-",
    "BT-",
    "CR-",
    "HR-",
    "BR-",
    "RAV-",
    "CH-",
    "RX-",
    "EV-",
    "ID-",
    "UX-",
    "DS-",
)
_STOCK_LABEL = re.compile(
    r"(?i)\b(?:stock (?:no|number|ref)|interne nummer|nr referencyjny|ref)\.?\s{0,3}[:#]?\s{0,3}"
    r"([A-Za-z0-9][A-Za-z0-9-]{2,20})"
)
_PLATE_DE = re.compile(r"(?<![\w-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?(?![\w-])")
_PLATE_GB = re.compile(r"(?<!\w)[A-Z]{2}\d{2} ?[A-Z]{3}(?!\w)")
_PLATE_LABEL = re.compile(
    r"(?i)\b(?:kennzeichen|reg(?:istration)?|nr rej\w{0,12}|tablic\w{1,3}|plate)"
    r"\.?\s{0,3}[:#]?\s{0,3}"
    r"([A-ZÄÖÜ]{1,3}[ -]?[A-Z0-9]{1,5}(?: ?[A-Z0-9]{1,4})?)(?!\w)"
)
_DISTANCE = re.compile(
    r"(?i)(?<![\w.,])\d{1,3}(?:[.,  ]?\d{3}){0,2}\s?(?:k|tkm|tys\.?)?\s?(?:km|miles|mi|mls)\b"
)
_YEAR = re.compile(
    r"(?i)(?:bj\.?|baujahr|ez|rocznik|rok|from|reg)?\s?(?<!\d)(?:19[89]\d|20[0-4]\d)(?![\d.])"
)
_TRADE = re.compile(
    r"(?i)in zahlung|inzahlung|part[- ]?ex|\bpx\b|trade[- ]?in|swap|rozliczeni|zamian|w zamian"
)
_LINK = re.compile(r"https?://[^\s<>\"']{4,500}")
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZÄÖÜŁŚŻŹĆ])|\n")


def vehicle_in(
    text: str, subject: str, links: Iterable[str], hosts: tuple[str, ...] = ()
) -> Car | None:
    """Marks of the car asked about: VIN, plate, stock number, advert. None without any."""
    words = f"{subject}\n{text}"[:_LONGEST]
    asked = " ".join(s for s in _SENTENCE.split(words) if not _TRADE.search(s))
    found = Car(
        vin=_first(VIN, asked),
        plate=plate_in(asked),
        stock_number=stock_in(words),
        ad_url=ad_url([*links, *_LINK.findall(words)], hosts),
    )
    return found if found != Car() else None


def trade_in_of(text: str) -> tuple[Car, ...]:
    """The car a sentence offers in part exchange, in the sender's words."""
    for sentence in _SENTENCE.split(text[:_LONGEST]):
        if _TRADE.search(sentence):
            return (offered(sentence),)
    return ()


def offered(words: str) -> Car:
    """A car described in a few words, e.g. "2012 Astra, 164.000 km"."""
    miles, unit = distance(_first(_DISTANCE, words))
    found = _YEAR.search(words)
    return Car(
        text=line(words, 300),
        vin=_first(VIN, words),
        plate=plate_in(words),
        year=year(found.group()[-4:]) if found else None,
        mileage=miles,
        mileage_unit=unit,
        interest="trade-in",
    )


def stock_in(text: str) -> str:
    for match in _STOCK.finditer(text[:_LONGEST]):
        if not match.group().startswith(_MODELS):
            return match.group()
    labelled = _STOCK_LABEL.search(text[:_LONGEST])
    return labelled.group(1) if labelled and any(c.isdigit() for c in labelled.group(1)) else ""


def plate_in(text: str) -> str:
    labelled = _PLATE_LABEL.search(text)
    if labelled and any(c.isdigit() for c in labelled.group(1)):
        return labelled.group(1).strip().upper()
    return _first(_PLATE_DE, text) or _first(_PLATE_GB, text)


def ad_url(links: Iterable[str], hosts: tuple[str, ...] = ()) -> str:
    """The first https link that leads to an advert: on a known host, or with an id in its path."""
    for link in links:
        try:
            parts = urlsplit(link.strip().rstrip(".,;)"))
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not host or len(link) > 500:
            continue
        known = any(host == h or host.endswith("." + h) for h in hosts)
        path = f"{parts.path}?{parts.query}"
        if known or (
            re.search(r"\d{3}|ID\w{3}", path)
            and not re.search(r"(?i)unsub|pixel|track|px\?|setting|datenschutz|privacy", path)
        ):
            return line(link.strip().rstrip(".,;)"), 500)
    return ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group().strip() if match else ""
