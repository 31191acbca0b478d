"""Read vehicle identification numbers (ISO 3779, 49 CFR 565) as people type and scan them.

Nothing here refuses a number: what is odd about it becomes a warning, so that a car with a typing
error can be saved and corrected later.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from forecourt.stock.wmi import Maker, country_of, maker_of

CheckDigit = Literal["ok", "wrong", "not_used"]

_WELL_FORMED = re.compile(r"[A-HJ-NPR-Z1-9][A-HJ-NPR-Z0-9]{16}")
_IN_TEXT = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{17}(?![A-Z0-9])")
_SEPARATORS = re.compile(r"[\s\-‐-―.*\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХУІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXYIJSABEZHIKMNOPTYX")
_READ_AS = str.maketrans("OQI", "001")

_VALUES = dict(zip("0123456789", range(10), strict=True)) | dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ",
        (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
        strict=True,
    )
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)

_YEAR_CODES = "ABCDEFGHJKLMNPRSTVWXY123456789"  # 1980 to 2009, then again
# Outside North America and China the tenth character is a year only with these.
_FILLS_YEAR = frozenset(
    [
        "Volkswagen",
        "Audi",
        "Skoda",
        "SEAT",
        "Cupra",
        "Porsche",
        "Bentley",
        "Lamborghini",
        "Bugatti",
        "Land Rover",
        "Jaguar",
        "Hyundai",
        "Kia",
        "Genesis",
        "Volvo",
        "Polestar",
        "Tesla",
        "Saab",
        "MG",
    ]
)


@dataclass(frozen=True, slots=True)
class VinReading:
    """What a VIN says. Empty text and None mean: it does not say.

    `model_year` is the likeliest of `model_years`, which holds all that the tenth character can
    mean. A model year starts in the middle of the year before; it is not the registration year.
    """

    vin: str
    well_formed: bool
    maker: str = ""
    make: str = ""  # a suggestion: some codes are shared by sister brands
    country: str = ""
    model_year: int | None = None
    model_years: tuple[int, ...] = ()
    check_digit: CheckDigit = "not_used"
    warnings: tuple[str, ...] = ()


def normalise(raw: str) -> str:
    """Upper case, Latin letters, no separators; O and Q become 0, I becomes 1."""
    return _clean(raw).translate(_READ_AS)


def check_digit_of(vin: str) -> str:
    """The character that North American rules want at position 9 of a well-formed VIN."""
    rest = sum(_VALUES[sign] * weight for sign, weight in zip(vin, _WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def read_vin(
    raw: str, *, first_registration: date | None = None, this_year: int | None = None
) -> VinReading:
    """All that can be told from the number alone. Never raises.

    `first_registration` settles which of two model years 30 years apart is meant; `this_year`
    (default: today's) rules out years to come.
    """
    cleaned = _clean(raw[:200])
    vin = cleaned.translate(_READ_AS)
    if not is_well_formed(vin):
        return VinReading(vin=vin[:40], well_formed=False, warnings=(_why_not(vin),))
    warnings = []
    if vin != cleaned:
        warnings.append(_("O and Q were read as 0, I as 1: compare with the car."))
    maker = maker_of(vin)
    if maker is None:
        warnings.append(_("The maker's code is not known: check the first three characters."))
    if len(set(vin)) == 1:
        warnings.append(_("All characters are equal: this looks like a placeholder."))
    check = _check_digit(vin)
    if check == "wrong":
        warnings.append(_("The check digit does not fit: check the VIN."))
    latest = (this_year or date.today().year) + 1  # noqa: DTZ011 a year's margin outweighs zones
    years = _model_years(vin, maker, check, latest)
    return VinReading(
        vin=vin,
        well_formed=True,
        maker=maker.name if maker else "",
        make=maker.make if maker else "",
        country=(maker.country if maker else "") or country_of(vin),
        model_year=_likeliest(years, first_registration),
        model_years=years,
        check_digit=check,
        warnings=tuple(warnings),
    )


def is_well_formed(vin: str) -> bool:
    """Whether a normalised number can be a VIN at all; says nothing about its maker."""
    if not _WELL_FORMED.fullmatch(vin):
        return False
    return not (len(set(vin)) == 1 and vin[0].isalpha())


def candidates(raw: str, *, in_stock: Callable[[str], bool] | None = None) -> tuple[str, ...]:
    """At most three VINs that differ from `raw` by one character a camera mistakes; best first.

    Empty if `raw` needs no correction. Offer them, never apply one silently.
    """
    vin = normalise(raw[:200])
    if len(vin) != 17 or not vin.isalnum() or not vin.isascii():
        return ()
    if is_well_formed(vin) and maker_of(vin) and _check_digit(vin) != "wrong":
        return ()
    found = {swapped for swapped in _single_swaps(vin) if is_well_formed(swapped)}

    def rank(other: str) -> tuple[bool, bool, bool, str]:
        return (
            not (in_stock is not None and in_stock(other)),
            _check_digit(other) != "ok",
            not other[-4:].isdigit(),
            other,
        )

    known = (other for other in sorted(found, key=rank) if maker_of(other))
    return tuple(islice((v for v in known if _check_digit(v) != "wrong"), 3))


def find_vins(text: str) -> tuple[str, ...]:
    """The VINs in free text, each once: 17 characters, a known maker, 3 digits and 3 letters."""
    upper = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
    return tuple(dict.fromkeys(_accepted(match[0] for match in _IN_TEXT.finditer(upper))))


def _accepted(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        vin = word.translate(_READ_AS)
        digits = sum(sign.isdigit() for sign in word)
        if 3 <= digits <= 14 and is_well_formed(vin) and maker_of(vin):
            yield vin


def _clean(raw: str) -> str:
    upper = unicodedata.normalize("NFKC", raw).upper().translate(_LOOK_ALIKES)
    return _SEPARATORS.sub("", upper)


def _why_not(vin: str) -> str:
    if not vin:
        return _("There is no VIN.")
    if len(vin) != 17:
        words = _("A VIN has 17 characters, this has %(n)s: perhaps a frame number or a part.")
        return words % {"n": len(vin)}
    if len(set(vin)) == 1:
        return _("All characters are equal: this is a placeholder, not a VIN.")
    if not (vin.isascii() and vin.isalnum()):
        return _("A VIN has only letters and digits.")
    return _("No maker's code begins with 0: check the first character.")


def _is_american(vin: str) -> bool:
    return vin[0] in "12345" or (vin[0] == "7" and country_of(vin) == "United States")


def _check_digit(vin: str) -> CheckDigit:
    if check_digit_of(vin) == vin[8]:
        return "ok"
    return "wrong" if _is_american(vin) or vin[0] == "L" else "not_used"


def _model_years(vin: str, maker: Maker | None, check: CheckDigit, latest: int) -> tuple[int, ...]:
    code = _YEAR_CODES.find(vin[9])
    if code < 0:
        return ()
    old, new = 1980 + code, 2010 + code
    chinese = vin[0] == "L"
    if _is_american(vin) or (check == "ok" and not chinese):
        # Built for North America: position 7 is a letter since 2010, a digit before.
        year = old if vin[6].isdigit() else new
        return (year,) if year <= latest else (old,)
    if chinese or (maker is not None and maker.make in _FILLS_YEAR):
        return tuple(year for year in (old, new) if year <= latest)
    return ()


def _likeliest(years: tuple[int, ...], first_registration: date | None) -> int | None:
    if first_registration is not None:
        years = tuple(year for year in years if year <= first_registration.year + 1)
    return max(years, default=None)


def _single_swaps(vin: str) -> Iterable[str]:
    table = _confusions()
    for place, sign in enumerate(vin):
        for other in table.get(sign, ""):
            yield vin[:place] + other + vin[place + 1 :]


@lru_cache(maxsize=1)
def _confusions() -> dict[str, str]:
    with Path(__file__).with_name("ocr_confusions.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["seen"], row["may_be"]) for row in csv.DictReader(file)]
    table: dict[str, str] = {}
    for one, other in pairs:
        if one in "OQI":
            continue
        table[one] = table.get(one, "") + other
        table[other] = table.get(other, "") + one
    return table
