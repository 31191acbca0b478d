"""The values in dealers' stock lists: money, distances, dates, power, and the words for them.

Each reader takes the text of one cell and gives the value, or None with the cell left to the
caller to report. Nothing is ever evaluated: a formula is text.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from forecourt.stock.words import fold

KW_PER_PS = Decimal("0.73549875")
KW_PER_BHP = Decimal("0.745699872")
MOST_MONEY = Decimal(100_000_000)

CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP", "zl": "PLN", "pln": "PLN",
    "zloty": "PLN", "aed": "AED", "dhs": "AED", "chf": "CHF", "usd": "USD", "$": "USD",
    "czk": "CZK", "sek": "SEK", "dkk": "DKK", "nok": "NOK", "huf": "HUF", "ron": "RON",
}  # fmt: skip
_NO_PRICE = frozenset(
    {"poa", "vb", "auf anfrage", "a a", "do uzg", "do uzgodnienia", "tba", "n/a", "-", "call"}
)
_MONEY = re.compile(
    r"([a-z€£$]{0,5})\s?(-?)((?:\d{1,3}(?:[ .,'’]\d{3})+|\d{1,9})(?:[.,]\d{1,2})?)"
    r"(?:[.,]?-{1,2})?\s?([a-z€£$]{0,5})"
)
_BESIDE_MONEY = re.compile(r" (?:vb|vhb|fp|brutto|netto|gross|net)$")
_DISTANCE = re.compile(
    r"(\d{1,3}(?:[ .,'’]\d{3})+|\d{1,8})(?:[.,]0{1,2})?\s?(t(?=km)|tys|k(?!m)|tsd)?\s?"
    r"(km|mi|mls|miles|kilometer|m)?"
)
_POWER = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s?(kw|ps|bhp|hp|km|cv|pk)?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar sty stycznia styczen", "feb february februar lut lutego luty",
            "mar march marz mrz marca marzec", "apr april kwi kwietnia kwiecien",
            "may mai maj maja", "jun june juni cze czerwca czerwiec",
            "jul july juli lip lipca lipiec", "aug august sie sierpnia sierpien",
            "sep sept september wrz wrzesnia wrzesien", "oct october okt oktober paz pazdziernika",
            "nov november lis listopada listopad", "dec december dez dezember gru grudnia grudzien",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_FUELS = (
    ("plug-in hybrid", ("plug-in", "plugin", "plug in", "phev")),
    ("hybrid", ("hybrid", "hybryd", "mhev", "hev")),
    ("electric", ("elektro", "electric", "elektry", "bev")),
    ("lpg", ("lpg", "autogas", "gaz")),
    ("cng", ("cng", "erdgas")),
    ("hydrogen", ("hydrogen", "wasserstoff", "wodor")),
    ("diesel", ("diesel", "olej napedowy")),
    ("petrol", ("petrol", "benzin", "benzyna", "gasoline", "pb95", "pb 95", "super", "otto")),
)
_FUEL_WORDS = {"on": "diesel", "ev": "electric", "pb": "petrol", "d": "diesel", "b": "petrol"}
_AUTOMATIC = (
    "auto",
    "aut",
    "dsg",
    "cvt",
    "tronic",
    "steptronic",
    "edc",
    "pdk",
    "dct",
    "powershift",
)
_MANUAL = ("manual", "schalt", "handschalt", "reczna", "6-gang", "5-gang", "man")
_STATUSES = (
    ("sold", ("sold", "verkauft", "sprzedan")),
    ("reserved", ("reserv", "rezerw", "deposit", "zarezerw")),
    ("in_transit", ("due in", "unterwegs", "w drodze", "transit", "transport", "in coming")),
    ("under_repair", ("prep", "werkstatt", "workshop", "aufbereit", "serwis", "naprawa", "repair")),
    ("sourced", ("sourced", "eingekauft", "zakupion", "bought")),
    ("withdrawn", ("withdrawn", "zuruckgezogen", "wycofan")),
    ("on_lot", ("on lot", "forecourt", "in stock", "na placu", "am platz", "platz", "lager",
                "verfugbar", "available", "dostepn")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal | None  # None: the list says that there is no fixed price
    currency: str


def read_money(cell: str, currency: str) -> Money | None:
    """An amount; `currency` is taken if the cell names none. None if it cannot be read."""
    text = _plain(cell)
    if not text or text.strip(". ").replace(".", " ") in _NO_PRICE:
        return Money(None, currency)
    match = _MONEY.fullmatch(_BESIDE_MONEY.sub("", text))
    if match is None:
        return None
    before, minus, number, after = match.groups()
    named = {CURRENCIES.get(sign) for sign in (before, after) if sign}
    if None in named or len(named) > 1:
        return None
    amount = read_number(number) * (-1 if minus else 1)
    return Money(amount, next(iter(named), None) or currency)


def currency_in(heading: str) -> str:
    """The one currency (ISO 4217) that a heading such as "Price (£)" names, else nothing."""
    named = {
        CURRENCIES[sign]
        for sign in re.findall(r"[a-z]+|[€£$]", _plain(heading))
        if sign in CURRENCIES
    }
    return next(iter(named)) if len(named) == 1 else ""


def read_number(number: str) -> Decimal:
    """A number of digits and separators; one or two digits after the last of them are decimals."""
    decimals = re.search(r"[.,](\d{1,2})$", number)
    whole = number[: decimals.start()] if decimals else number
    return Decimal(re.sub(r"\D", "", whole) + (f".{decimals[1]}" if decimals else ""))


def read_distance(cell: str, unit: str) -> tuple[int, str] | None:
    """A mileage in the unit it was written in (`unit` if the cell names none: "km" or "mi")."""
    match = _DISTANCE.fullmatch(_plain(cell).replace(". ", " ").rstrip("."))
    if match is None:
        return None
    number, times, said = match.groups()
    distance = int(re.sub(r"\D", "", number)) * (1000 if times else 1)
    return distance, {"k": "km", "m": "mi"}[said[0]] if said else unit


def read_date(cell: str) -> str | None:
    """A date as YYYY-MM-DD, or YYYY-MM if the day is not given. Day before month."""
    text = _plain(cell).split(" 00:00")[0].strip()
    if match := re.fullmatch(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?(?:t.*)?", text):
        return _date(match[1], match[2], match[3])
    if match := re.fullmatch(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})", text):
        return _date(match[3], match[2], match[1])
    if match := re.fullmatch(r"(\d{1,2})[-./](\d{4}|\d{2})", text):
        return _date(match[2], match[1], None)
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})?", text):
        return _date(match[1], match[2], match[3])
    if match := re.fullmatch(
        r"(?:(\d{1,2})[-. ]{1,2})?([a-z]{3,12})[-. ]{1,2}'?(\d{4}|\d{2})", text
    ):
        month = _MONTHS.get(match[2])
        return _date(match[3], str(month), match[1]) if month else None
    return None


def read_year(cell: str) -> int | None:
    """A year of manufacture; two digits are taken as this century up to 40."""
    match = re.search(r"(?<!\d)(19[2-9]\d|20[0-4]\d)(?!\d)", cell)
    if match:
        return int(match[1])
    short = re.fullmatch(r"'?(\d{2})(?:\.0)?", cell.strip())
    if short is None:
        return None
    return int(short[1]) + (2000 if int(short[1]) <= 40 else 1900)


def read_power(cell: str, unit: str, region: str) -> int | None:
    """Power in kW. `unit` ("kw" or "hp") counts if the cell names none; "85/115" is kW/hp."""
    found = _POWER.findall(_plain(cell))
    for number, said in found:
        if said == "kw":
            return round(read_number(number))
    if len(found) >= 2 and not any(said for _, said in found) and unit != "hp":
        return round(read_number(found[0][0]))
    if not found:
        return None
    number, said = found[0]
    if (said or unit) in {"", "kw"}:
        return round(read_number(number))
    imperial = said in {"bhp"} or (said in {"", "hp"} and region == "GB")
    return round(read_number(number) * (KW_PER_BHP if imperial else KW_PER_PS))


def read_fuel(cell: str) -> str:
    text = _plain(cell)
    if text in _FUEL_WORDS:
        return _FUEL_WORDS[text]
    return next((fuel for fuel, words in _FUELS if any(word in text for word in words)), "")


def read_gearbox(cell: str) -> str:
    text = _plain(cell)
    if any(word in text for word in _MANUAL) and "automat" not in text:
        return "manual"
    return "automatic" if any(word in text for word in _AUTOMATIC) else ""


def read_status(cell: str) -> str:
    text = _plain(cell)
    return next((status for status, words in _STATUSES if any(w in text for w in words)), "")


# What programs skip at the start of a cell before they see a formula.
_BEFORE_A_FORMULA = " '\"\u00a0\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e"


def safe_cell(value: object) -> str:
    """The text of a cell for a file that a spreadsheet program will open: never a formula."""
    text = "" if value is None else str(value)
    bare = text.lstrip(_BEFORE_A_FORMULA)
    if text[:1] in {"\t", "\r", "\n"} or bare[:1] in set("=+-@\t\r\n＝＋－＠|%"):
        return "'" + text
    return text


def plain_cell(cell: str) -> str:
    """A cell as it was before `safe_cell`: our own exports come back unchanged."""
    return cell[1:] if cell[:1] == "'" and safe_cell(cell[1:]) == cell else cell


def _plain(cell: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", fold(cell[:200])).strip()


def _date(year: str, month: str, day: str | None) -> str | None:
    full = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) > 40 else 0)
    try:
        found = date(full, int(month), int(day or 1))
    except ValueError:
        return None
    return found.isoformat() if day else found.isoformat()[:7]
