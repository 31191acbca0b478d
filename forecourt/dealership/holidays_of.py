"""Public holidays by country and region, from the `holidays` library.

Regions are its ISO 3166-2 codes without the country ("BY" for Bavaria, "SCT" for Scotland).
The library is heavy, so it is loaded at the first question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType


class UnknownRegion(LookupError):
    """No holidays are known for this country or region."""


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """The days on which shops in a region are closed by law; ask with `day in holidays`."""

    country: str
    region: str = ""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in public_holidays(self.country, self.region, day.year)


@lru_cache(maxsize=256)
def public_holidays(country: str, region: str, year: int, language: str = "") -> Mapping[date, str]:
    """Date to the holiday's name, in `language` if the library has it, else the country's own.

    Raises UnknownRegion.
    """
    import holidays

    if region and region not in regions(country):
        raise UnknownRegion(f"{country} has no region {region} with holidays of its own.")
    try:
        own = getattr(holidays.country_holidays(country), "default_language", None)
        spoken = holidays.list_localized_countries().get(country, [])
        found = holidays.country_holidays(
            country,
            subdiv=region or None,
            years=year,
            language=next((word for word in spoken if language and word[:2] == language), own),
        )
    except NotImplementedError as error:
        raise UnknownRegion(f"No public holidays are known for {country}.") from error
    return MappingProxyType({day: found[day] for day in sorted(found) if day.year == year})


@lru_cache(maxsize=64)
def regions(country: str) -> tuple[str, ...]:
    """The regions of a country that have holidays of their own; empty if it has none."""
    import holidays

    return tuple(holidays.list_supported_countries().get(country, ()))


@lru_cache(maxsize=64)
def region_names(country: str) -> Mapping[str, str]:
    """Code to name of the regions, by name; the code itself where no name is known."""
    import holidays

    aliases: dict[str, str] = {}
    if regions(country):
        for name, code in holidays.country_holidays(country).subdivisions_aliases.items():
            aliases.setdefault(code, name)
    named = {code: aliases.get(code, code) for code in regions(country)}
    return MappingProxyType(dict(sorted(named.items(), key=lambda item: item[1])))
