"""Who builds under a VIN's first three characters, and in which country.

`wmi.csv` is compiled from general knowledge of the makers' codes (SAE, ISO 3780); the country is
the one a brand trades under, which may differ from the ISO block of the code.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ1234567890"

# ISO 3780: first character, range of the second, country.
_BLOCKS = (
    "A A-H South Africa; H A-0 China; J A-0 Japan; K L-R South Korea; L A-0 China; M A-E India; "
    "M F-K Indonesia; M L-R Thailand; N A-E Iran; N L-T Turkey; P A-E Philippines; P L-R Malaysia; "
    "R A-E United Arab Emirates; R F-K Taiwan; R L-R Vietnam; S A-M United Kingdom; "
    "S N-T Germany; S U-Z Poland; T A-H Switzerland; T J-P Czech Republic; T R-V Hungary; "
    "T W-1 Portugal; U H-M Denmark; U N-T Ireland; U U-X Romania; U 5-7 Slovakia; V A-E Austria; "
    "V F-R France; V S-W Spain; V X-2 Croatia; V 3-5 Estonia; W A-0 Germany; X A-E Bulgaria; "
    "X F-K Greece; X L-R Netherlands; X S-W Russia; X 3-0 Russia; Y A-E Belgium; Y F-K Finland; "
    "Y S-W Sweden; Y X-2 Estonia; Y 3-5 Belarus; Y 6-0 Ukraine; Z A-U Italy; Z X-2 Slovenia; "
    "Z 3-5 Lithuania; Z 6-0 Russia; 1 A-0 United States; 2 A-0 Canada; 3 A-W Mexico; "
    "4 A-0 United States; 5 A-0 United States; 6 A-W Australia; 7 A-E New Zealand; "
    "7 F-0 United States; 8 A-E Argentina; 8 F-J Chile; 8 X-2 Venezuela; 9 A-E Brazil; "
    "9 F-J Colombia; 9 3-9 Brazil"
)

# Codes that several brands of the Fiat Chrysler group share: the fifth character names the brand.
_SHARED_BY_FIFTH = frozenset(["1C3", "1C4", "1C6", "2C3", "2C4", "3C3", "3C4", "3C6", "3C7", "ZAC"])
_BRAND_BY_FIFTH = {"J": "Jeep", "D": "Dodge", "C": "Chrysler", "F": "Fiat", "R": "Ram"}
_PICK_UPS = frozenset(["1C6", "3C6", "3C7"])


@dataclass(frozen=True, slots=True)
class Maker:
    wmi: str
    name: str
    country: str
    make: str


def maker_of(vin: str) -> Maker | None:
    """The maker of a normalised VIN (or of its first three characters); None if unknown."""
    maker = _makers().get(vin[:3])
    if maker is None or len(vin) < 5:
        return maker
    make = _BRAND_BY_FIFTH.get(vin[4]) if maker.wmi in _SHARED_BY_FIFTH else None
    if make == "Dodge" and maker.wmi in _PICK_UPS:
        make = "Ram"
    if maker.wmi == "5N1" and vin[4] == "L":
        make = "Infiniti"
    if maker.wmi == "VSS" and vin[6:8] in {"K1", "KM"}:
        make = "Cupra"
    return Maker(maker.wmi, maker.name, maker.country, make) if make else maker


def country_of(vin: str) -> str:
    """The country of the ISO 3780 block; "" if the block is not assigned here."""
    return _blocks().get(vin[:2], "")


@lru_cache(maxsize=1)
def _makers() -> dict[str, Maker]:
    with Path(__file__).with_name("wmi.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["wmi"]: Maker(row["wmi"], row["manufacturer"], row["country"], row["make"])
            for row in csv.DictReader(file)
        }


@lru_cache(maxsize=1)
def _blocks() -> dict[str, str]:
    found = {}
    for block in _BLOCKS.split("; "):
        first, span, country = block.split(" ", 2)
        low, high = (_LETTERS.index(edge) for edge in span.split("-"))
        found.update({first + second: country for second in _LETTERS[low : high + 1]})
    return found
