"""Read registration plates of the United Kingdom, Germany, Poland and the Emirates.

A plate finds a car but never is its identity: plates move from car to car.
"""

import re
import unicodedata
from dataclasses import dataclass

_COUNTRIES = {"GB": "GB", "UK": "GB", "DE": "DE", "PL": "PL", "AE": "AE"}
_NOT_IN_A_KEY = re.compile(r"[^A-Z0-9ÄÖÜ]")
_SPACES = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[\s\-‐-―.·]+")
_DASHES = re.compile(r"[‐-―]")
_LETTERS = str.maketrans("01", "OI")
_DIGITS = str.maketrans("OI", "01")

_GB_CURRENT = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z]{3}")
_GB_PREFIX = re.compile(r"[A-HJ-NPR-TV-Y][0-9]{1,3}[A-Z]{3}")
_GB_SUFFIX = re.compile(r"[A-Z]{3}[0-9]{1,3}[A-Y]")
_GB_DATELESS = re.compile(r"[A-Z]{1,3}[0-9]{1,4}|[0-9]{1,4}[A-Z]{1,3}")
_DE = re.compile(r"([A-ZÄÖÜ]{1,3})[- ] ?([A-Z]{1,2})[- ]?([1-9][0-9]{0,3}) ?([EH]?)")
_DE_SEASON = re.compile(r" (0[1-9]|1[0-2])[-/](0[1-9]|1[0-2])$")
_DE_DEALER = re.compile(r"(?:([A-ZÄÖÜ]{1,3})[- ]?)?(0[346])[- ]?([0-9]{2,5})")
_DE_JOINED = re.compile(r"[A-ZÄÖÜ]{2,5}[1-9][0-9]{0,3}[EH]?")
_PL = re.compile(r"([BCDEFGKLNOPRSTWZAJVXYHIMQU][A-Z]{1,2})(?=[A-Z]{0,4}[0-9])[A-Z0-9]{4,5}")
_PL_PERSONAL = re.compile(r"[BCDEFGKLNOPRSTWZAJV][0-9][A-Z0-9]{3,5}")
_PL_DEALER = re.compile(r"[A-Z]{1,2}[0-9]{3,4}P[0-9]{0,2}|[A-Z][0-9]{1,2}[0-9]{2,4}P[0-9]{0,2}")
_AE = re.compile(r"(.*?)[\s\-]*\b([A-Z]{1,2}|[0-9]{1,2})[\s\-]+([0-9]{1,5})")

_EMIRATES = {
    "ABU DHABI": ("ABU DHABI", "ABUDHABI", "AUH", "AD", "أبوظبي", "أبو ظبي", "ابوظبي", "ابو ظبي"),
    "DUBAI": ("DUBAI", "DXB", "DUB", "دبي"),
    "SHARJAH": ("SHARJAH", "SHJ", "الشارقة"),
    "AJMAN": ("AJMAN", "AJM", "عجمان"),
    "RAS AL KHAIMAH": ("RAS AL KHAIMAH", "RAS AL-KHAIMAH", "RAK", "رأس الخيمة", "راس الخيمة"),
    "FUJAIRAH": ("FUJAIRAH", "FUJ", "الفجيرة"),
    "UMM AL QUWAIN": ("UMM AL QUWAIN", "UMM AL-QUWAIN", "UAQ", "أم القيوين", "ام القيوين"),
}
_EMIRATE_OF = {name: emirate for emirate, names in _EMIRATES.items() for name in names}


@dataclass(frozen=True, slots=True)
class PlateReading:
    """`text` has single separators; `key` none, for comparing. Both are empty if it is no plate."""

    text: str
    key: str
    country: str
    warnings: tuple[str, ...] = ()


def plate_key(raw: str) -> str:
    """Upper case without separators: two spellings of a plate have the same key."""
    return _NOT_IN_A_KEY.sub("", _upper(raw))


def read_plate(raw: str, country: str) -> PlateReading:
    """Read one plate as typed in a field. `country` is ISO 3166; others are kept as they are."""
    country = _COUNTRIES.get(country.upper(), country.upper())
    text = _SPACES.sub(" ", _upper(raw[:60])).strip()
    readers = {"GB": _read_gb, "DE": _read_de, "PL": _read_pl, "AE": _read_ae}
    reader = readers.get(country)
    if not text:
        return PlateReading("", "", country)
    if reader is None:
        return PlateReading(text, plate_key(text), country)
    read, *warnings = reader(text)
    return PlateReading(read, plate_key(read), country, tuple(w for w in warnings if w))


def find_plates(text: str, region: str) -> tuple[PlateReading, ...]:
    """Plates in free text, each once. Only unmistakable shapes, or shapes after a word like "reg".

    `region` is the lot's country; its own shape is the only one looked for.
    """
    region = _COUNTRIES.get(region.upper(), region.upper())
    patterns = _FREE.get(region)
    if patterns is None:
        return ()
    upper = _upper(text)
    bare, named = patterns
    found: dict[str, PlateReading] = {}
    for match in sorted(
        [*bare.finditer(upper), *named.finditer(upper)], key=lambda match: match.start("plate")
    ):
        plate = match["plate"]
        if plate.startswith(_MODELS) or re.split(r"[\s\-]", plate)[0] in _NO_PLATES:
            continue
        reading = read_plate(plate, region)
        if reading.key:
            found.setdefault(reading.key, reading)
    return tuple(found.values())


# Words in capitals before a number, which no plate begins with in a message.
_NO_PLATES = frozenset(
    [
        "EUR",
        "PLN",
        "GBP",
        "AED",
        "USD",
        "ZL",
        "VIN",
        "FIN",
        "TEL",
        "NR",
        "NO",
        "ID",
        "KM",
        "PS",
        "KW",
        "HP",
        "VB",
        "FP",
        "EZ",
        "BJ",
        "HU",
        "TUV",
        "TÜV",
        "CA",
        "AB",
        "BIS",
        "UM",
        "BMW",
        "KIA",
        "VW",
        "SEAT",
        "DS",
        "MG",
        "GLC",
        "GLE",
        "GLA",
        "GLB",
        "GLS",
        "CLA",
        "CLS",
        "SLK",
        "SUV",
        "TDI",
        "TSI",
        "TFSI",
        "CDI",
        "GTI",
        "LPG",
        "CNG",
        "PLZ",
        "UND",
        "IST",
        "DER",
        "DIE",
        "DAS",
        "ODER",
        "NUR",
        "ZU",
        "OD",
        "DO",
        "NA",
        "PO",
        "ZA",
        "OK",
        "SMS",
        "ON",
        "RS",
        "GT",
        "GTD",
        "RAV",
        "UX",
        "NX",
        "RX",
        "LS",
        "LC",
        "POL",
        "PRO",
        "CENA",
        "ROK",
        "FOR",
        "TO",
        "THE",
        "AND",
        "AT",
        "IN",
        "IS",
        "OR",
    ]
)
_MODELS = ("C-HR", "E-UP")  # written like a German plate
_NAMED = r"\b(?:REG(?:ISTRATION)?|VRM|PLATE|KENNZEICHEN|KZ|REJ(?:ESTRACYJNY|ESTRACJA)?|TABLIC[AEY])"
_AFTER_NAME = _NAMED + r"[ .:]*(?:NO|NR|NUMBER|IS|IST|TO)?[ .:]*"
_FREE = {
    "GB": (
        re.compile(r"(?<![A-Z0-9£€-])(?P<plate>[A-Z]{2}[0-9]{2} ?[A-Z]{3})(?![A-Z0-9])"),
        re.compile(
            _AFTER_NAME + r"(?P<plate>[A-Z][0-9]{1,3} ?[A-Z]{3}|[A-Z]{3} ?[0-9]{1,4}[A-Z]?"
            r"|[A-Z]{2}[0-9O][0-9O] ?[A-Z]{3})(?![A-Z0-9])"
        ),
    ),
    "DE": (
        re.compile(
            r"(?<![A-ZÄÖÜ0-9-])(?P<plate>[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]?[1-9][0-9]{0,3} ?[EH]?)"
            r"(?![A-ZÄÖÜ0-9])"
        ),
        re.compile(
            _AFTER_NAME + r"(?P<plate>[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2} ?[1-9][0-9]{0,3} ?[EH]?)"
            r"(?![A-ZÄÖÜ0-9])"
        ),
    ),
    "PL": (
        re.compile(
            r"(?<![A-Z0-9.,-])(?P<plate>[BCDEFGKLNOPRSTWZ][A-Z]{1,2} ?"
            r"(?=[A-Z0-9]*[0-9]{2})[0-9ACEFGHJKLMNPRSTUVWXY]{4,5})(?![A-Z0-9])"
        ),
        re.compile(
            _AFTER_NAME + r"(?P<plate>[A-Z]{2,3} ?(?=[A-Z]*[0-9])[A-Z0-9]{4,5}"
            r"|[A-Z][0-9] ?[A-Z0-9]{3,5})(?![A-Z0-9])"
        ),
    ),
    "AE": (
        re.compile(
            r"(?P<plate>(?:" + "|".join(sorted(map(re.escape, _EMIRATE_OF), key=len, reverse=True))
            + r")[ \-]*(?:[A-Z]{1,2}|[0-9]{1,2})[ \-]+[0-9]{1,5})(?![A-Z0-9])"
        ),
        re.compile(r"(?!)(?P<plate>)"),
    ),
}  # fmt: skip


def _upper(raw: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFKC", raw).upper())


def _read_gb(text: str) -> tuple[str, ...]:
    plate = _SEPARATORS.sub("", text)
    if not (plate.isascii() and plate.isalnum() and 2 <= len(plate) <= 7):
        return "", "This is not a British plate."
    for pattern in (_GB_CURRENT, _GB_PREFIX, _GB_SUFFIX, _GB_DATELESS):
        if pattern.fullmatch(plate):
            return (plate,)
    if len(plate) == 7:
        mended = (
            plate[:2].translate(_LETTERS)
            + plate[2:4].translate(_DIGITS)
            + plate[4:].translate(_LETTERS)
        )
        if _GB_CURRENT.fullmatch(mended):
            return mended, "O and 0 or I and 1 were exchanged to fit: compare with the car."
    return "", "This is not a British plate."


def _read_de(text: str) -> tuple[str, ...]:
    season = _DE_SEASON.search(text)
    bare = text[: season.start()] if season else text
    if match := _DE_DEALER.fullmatch(bare):
        district, kind, number = match.groups()
        return (
            " ".join(part for part in (district, kind, number) if part),
            "A dealer's or short-term plate does not name a car.",
        )
    if match := _DE.fullmatch(bare):
        district, letters, number, suffix = match.groups()
        if len(district + letters + number + suffix) > 8:
            return "", "A German plate has at most 8 characters."
        return (f"{district} {letters} {number}{suffix}",)
    if _DE_JOINED.fullmatch(bare):
        return bare, "Without the hyphen the district cannot be told from the letters."
    return "", "This is not a German plate."


def _read_pl(text: str) -> tuple[str, ...]:
    plate = _SEPARATORS.sub("", text)
    if _PL_DEALER.fullmatch(plate):
        return plate, "A dealer's plate does not name a car."
    if _PL.fullmatch(plate) or _PL_PERSONAL.fullmatch(plate):
        return (plate,)
    return "", "This is not a Polish plate."


def _read_ae(text: str) -> tuple[str, ...]:
    match = _AE.fullmatch(text)
    if match is None:
        return "", "This is not a plate of the Emirates."
    place, code, number = match.groups()
    emirate = _EMIRATE_OF.get(place.strip(" -"))
    if emirate is None:
        return "", "The emirate is missing or not known."
    return (f"{emirate} {code} {number}",)
