from datetime import date

import pytest

from forecourt.dealership.holidays_of import (
    PublicHolidays,
    UnknownRegion,
    public_holidays,
    regions,
)


@pytest.mark.parametrize(
    ("country", "region", "day", "name"),
    [
        ("DE", "BY", date(2026, 1, 6), "Heilige Drei Könige"),
        ("DE", "BY", date(2026, 6, 4), "Fronleichnam"),
        ("DE", "BE", date(2026, 3, 8), "Frauentag"),
        ("PL", "", date(2026, 11, 11), "Narodowe Święto Niepodległości"),
        ("GB", "ENG", date(2026, 8, 31), "Late Summer Bank Holiday"),
        ("GB", "SCT", date(2026, 11, 30), "Saint Andrew's Day"),
    ],
)
def test_a_region_has_its_own_holidays(country: str, region: str, day: date, name: str) -> None:
    assert public_holidays(country, region, day.year)[day] == name


@pytest.mark.parametrize(
    ("country", "region", "day"),
    [
        ("DE", "BE", date(2026, 1, 6)),
        ("DE", "BY", date(2026, 3, 8)),
        ("GB", "SCT", date(2026, 8, 31)),
        ("GB", "ENG", date(2026, 11, 30)),
        ("PL", "", date(2026, 10, 3)),
        ("AE", "", date(2026, 12, 25)),
    ],
)
def test_a_holiday_of_the_neighbours_is_a_working_day(country: str, region: str, day: date) -> None:
    assert day not in public_holidays(country, region, day.year)


def test_the_emirates_keep_national_day() -> None:
    assert date(2026, 12, 2) in public_holidays("AE", "", 2026)


def test_names_can_be_had_in_another_language() -> None:
    assert public_holidays("DE", "BY", 2026, "en")[date(2026, 1, 6)] == "Epiphany"


def test_an_observed_holiday_stays_in_its_year() -> None:
    assert {day.year for day in public_holidays("GB", "ENG", 2022)} == {2022}


def test_regions_are_listed_for_the_set_up() -> None:
    assert {"BY", "BE", "NW"} <= set(regions("DE"))
    assert set(regions("GB")) == {"ENG", "NIR", "SCT", "WLS"}
    assert regions("AE") == ()
    assert regions("XX") == ()


def test_an_unknown_country_or_region_is_refused() -> None:
    with pytest.raises(UnknownRegion):
        public_holidays("XX", "", 2026)
    with pytest.raises(UnknownRegion):
        public_holidays("DE", "SCT", 2026)


def test_a_lot_asks_for_one_day() -> None:
    bavaria = PublicHolidays("DE", "BY")

    assert date(2027, 1, 6) in bavaria
    assert date(2027, 1, 7) not in bavaria
