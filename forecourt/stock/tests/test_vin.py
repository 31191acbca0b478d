import csv
from datetime import date
from pathlib import Path

import pytest

from forecourt.stock.vin import (
    candidates,
    check_digit_of,
    find_vins,
    is_well_formed,
    normalise,
    read_vin,
)
from forecourt.stock.wmi import country_of, maker_of

SAMPLES = Path(__file__).parent.parent / "samples"
with (SAMPLES / "vectors.csv").open(encoding="utf-8", newline="") as file:
    VECTORS = list(csv.DictReader(file))


def read(raw: str, registered: date | None = None) -> tuple[str, int | None]:
    reading = read_vin(raw, first_registration=registered, this_year=2026)
    return reading.make, reading.model_year


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["note"][:50])
def test_the_sample_is_read_as_its_row_says(row: dict[str, str]) -> None:
    reading = read_vin(row["raw"], this_year=2026)

    assert reading.well_formed == (row["structure"] in {"ok", "repaired"})
    if reading.well_formed:
        expected = {"pass": "ok", "fail": "wrong", "fail (not required)": "not_used"}
        assert reading.vin == row["normalised"]
        assert reading.check_digit == expected[row["na_check_digit"]]
        assert {str(year) for year in reading.model_years} <= set(
            row["year_code_candidates"].split("/")
        )
    else:
        assert reading.warnings


@pytest.mark.parametrize(
    ("vin", "make", "year"),
    [
        ("1M8GDM9AXKP042788", "Motor Coach Industries", 1989),
        ("1FM5K8D87HGA00123", "Ford", 2017),
        ("5YJ3E1EA6KF400123", "Tesla", 2019),
        ("WBA5R1C03LA000101", "BMW", 2020),
        ("WVWZZZAUZKW000431", "Volkswagen", 2019),
        ("TMBJG9NE0J0000518", "Skoda", 2018),
        ("SALWA2BK0KA000333", "Land Rover", 2019),
        ("U5YH2511AHL012345", "Kia", 2017),
        ("WVWZZZ1KZ5W000431", "Volkswagen", 2005),
        ("JH4DA1842JS002851", "Acura", 1988),
        ("1C4HJXDG5JW000123", "Jeep", 2018),
        ("1C4RDJDG5JC000123", "Dodge", 2018),
        ("1C6RR7LT5JS000123", "Ram", 2018),
    ],
)
def test_make_and_model_year_come_from_the_number(vin: str, make: str, year: int) -> None:
    if make == "Motor Coach Industries":
        assert read(vin)[1] == year
    else:
        assert read(vin) == (make, year)


@pytest.mark.parametrize(
    ("vin", "make"),
    [
        ("WBA5R11060AE00342", "BMW"),
        ("VF1RFA00X63000244", "Renault"),
        ("W1K2130161A000905", "Mercedes-Benz"),
        ("JTMRWREV00D000777", "Toyota"),
        ("ZFA31200000555777", "Fiat"),
        ("VF3LCYHZPFS012345", "Peugeot"),
    ],
)
def test_a_european_maker_that_does_not_write_the_year_gives_none(vin: str, make: str) -> None:
    assert read(vin) == (make, None)


def test_the_first_registration_settles_which_thirty_years_are_meant() -> None:
    golf = "WVWZZZ1GZKW000431"

    assert read(golf, date(1989, 5, 1))[1] == 1989
    assert read(golf, date(1988, 10, 1))[1] == 1989
    assert read(golf, date(2019, 5, 1))[1] == 2019
    assert read(golf, date(1985, 5, 1))[1] is None
    assert read_vin(golf, this_year=2026).model_years == (1989, 2019)


def test_a_year_to_come_is_no_model_year() -> None:
    assert read("WVWZZZAUZ5W000431")[1] == 2005
    assert read_vin("WVWZZZAUZ5W000431", this_year=2034).model_years == (2005, 2035)


@pytest.mark.parametrize("vin", ["1M8GDM9AXKP042788", "1HGCM82633A004352", "11111111111111111"])
def test_the_check_digit_of_the_textbook_fits(vin: str) -> None:
    assert check_digit_of(vin) == vin[8]


def test_a_wrong_check_digit_is_a_warning_and_the_vin_stays() -> None:
    reading = read_vin("1FM5K8D87HGA00213", this_year=2026)

    assert (reading.well_formed, reading.check_digit) == (True, "wrong")
    assert reading.warnings == ("The check digit does not fit: check the VIN.",)


def test_letters_that_look_like_digits_are_repaired_and_said() -> None:
    reading = read_vin("IFM5K8D87HGA00123")

    assert reading.vin == "1FM5K8D87HGA00123"
    assert "compare with the car" in reading.warnings[0]


@pytest.mark.parametrize(
    "raw",
    ["", " ", "GRX130-6001234", "\x00", "💥" * 17, "Ⅷ" * 9, "'; DROP--", "A" * 10_000, "0" * 17],
)
def test_what_is_no_vin_is_said_and_never_raises(raw: str) -> None:
    reading = read_vin(raw)

    assert not reading.well_formed
    assert len(reading.warnings) == 1
    assert len(reading.vin) <= 40
    assert candidates(raw) == ()


def test_the_country_falls_back_to_the_block() -> None:
    assert read_vin("Z09ZZZ00000000123").country == "Russia"
    assert read_vin("GZ9ZZZ00000000123").country == ""
    assert read_vin("WXXZZZ00000000123").country == "Germany"
    assert read_vin("XP7YGCEE0PB000123").country == "Germany"
    assert country_of("VF") == "France"


def test_every_code_of_the_table_can_begin_a_vin() -> None:
    assert maker_of("WVW") is not None
    with (SAMPLES.parent / "wmi.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert is_well_formed(row["wmi"] + "ZZZ00Z00000123"), row
            assert row["make"]
            assert row["country"]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("1FM5K8D87HG400123", ("1FM5K8D87HGA00123",)),
        ("1FMSK8D87HGA00123", ("1FM5K8D87HGA00123",)),
        ("WUWZZZAUZKW000431", ("WVWZZZAUZKW000431",)),
    ],
)
def test_corrections_of_a_camera_are_offered(seen: str, meant: tuple[str, ...]) -> None:
    offered = candidates(seen)

    assert len(offered) <= 3
    assert set(meant) <= set(offered)


def test_a_number_in_order_needs_no_correction() -> None:
    assert candidates("1FM5K8D87HGA00123") == candidates("WVWZZZAUZKW000431") == ()


def test_a_car_in_stock_comes_first() -> None:
    plain = candidates("WUWZZZAUZKW000431")
    stock = candidates("WUWZZZAUZKW000431", in_stock=lambda vin: vin == plain[-1])

    assert stock[0] == plain[-1]


def test_vins_are_found_in_a_message() -> None:
    text = (
        "Golf wvwzzzauzkw000431, again WVWZZZAUZKW000431; "
        "not ABCDEFGHJKLMNPRST or 12345678901234567"
    )

    assert find_vins(text) == ("WVWZZZAUZKW000431",)


@pytest.mark.parametrize(
    "text",
    ["", "WVWZZZAUZKW0004312", "XWVWZZZAUZKW000431", "tracking ZZ12345678901234Z", "a" * 100_000],
)
def test_other_long_words_are_no_vins(text: str) -> None:
    assert find_vins(text) == ()


def test_normalising_folds_full_width_and_cyrillic_letters() -> None:
    assert normalise("ＷＶＷ zzz-auz*kw.ооо431") == "WVWZZZAUZKW000431"
