from decimal import Decimal
from time import perf_counter

import pytest

from forecourt.exchange.cells import (
    Money,
    plain_cell,
    read_date,
    read_distance,
    read_fuel,
    read_gearbox,
    read_money,
    read_power,
    read_status,
    read_year,
    safe_cell,
)


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("15.990,00 EUR", "15990", "EUR"),
        ("15 990", "15990", "XXX"),
        ("52\u00a0900,00\u202fzł", "52900", "PLN"),
        ("13,995", "13995", "XXX"),
        ("£13,995.50", "13995.50", "GBP"),
        ("15990", "15990", "XXX"),
        ("15.990,- €", "15990", "EUR"),
        ("1.234.567,89", "1234567.89", "XXX"),
        ("AED 189,000", "189000", "AED"),
        ("-15990", "-15990", "XXX"),
        ("9.990 VB", "9990", "XXX"),
    ],
)
def test_money_is_read_in_every_dress(cell: str, amount: str, currency: str) -> None:
    assert read_money(cell, "XXX") == Money(Decimal(amount), currency)


@pytest.mark.parametrize("cell", ["", "POA", "VB", "auf Anfrage", "do uzg.", "n/a"])
def test_some_words_mean_no_price(cell: str) -> None:
    assert read_money(cell, "EUR") == Money(None, "EUR")


@pytest.mark.parametrize("cell", ["1e309", "=1+1", "12 apples", "€ 5 £", "1,2,3", "NaN", "9" * 40])
def test_what_is_no_money_is_not_guessed(cell: str) -> None:
    assert read_money(cell, "EUR") is None


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("14/03/2019", "2019-03-14"),
        ("03/2019", "2019-03"),
        ("12.05.2018", "2018-05-12"),
        ("Jun 18", "2018-06"),
        ("2018-06-04", "2018-06-04"),
        ("201903", "2019-03"),
        ("11/11/26", "2026-11-11"),
        ("März 2019", "2019-03"),
        ("4 czerwca 2018", "2018-06-04"),
        ("29.02.2020", "2020-02-29"),
        ("29.02.2019", None),
        ("13/2019", None),
        ("soon", None),
    ],
)
def test_dates_are_read_day_first(cell: str, date: str | None) -> None:
    assert read_date(cell) == date


@pytest.mark.parametrize(
    ("cell", "unit", "distance"),
    [
        ("61,173", "mi", (61173, "mi")),
        ("98.450", "km", (98450, "km")),
        ("76.000 km", "mi", (76000, "km")),
        ("141 300", "km", (141300, "km")),
        ("92k miles", "km", (92000, "mi")),
        ("89 tkm", "mi", (89000, "km")),
        ("245 tys. km", "mi", (245000, "km")),
        ("lots", "km", None),
    ],
)
def test_mileages_keep_their_unit(cell: str, unit: str, distance: tuple[int, str] | None) -> None:
    assert read_distance(cell, unit) == distance


@pytest.mark.parametrize(
    ("cell", "unit", "region", "kilowatts"),
    [
        ("110 kW (150 PS)", "", "DE", 110),
        ("150 PS (110 kW)", "", "DE", 110),
        ("85/115", "", "DE", 85),
        ("99", "kw", "DE", 99),
        ("190", "hp", "PL", 140),
        ("190 KM", "", "PL", 140),
        ("150 bhp", "", "GB", 112),
        ("150", "hp", "GB", 112),
        ("strong", "", "DE", None),
    ],
)
def test_power_becomes_kilowatts(cell: str, unit: str, region: str, kilowatts: int | None) -> None:
    assert read_power(cell, unit, region) == kilowatts


@pytest.mark.parametrize(
    ("cell", "fuel"),
    [
        ("Diesel", "diesel"), ("ON", "diesel"), ("Benzyna", "petrol"), ("Pb95", "petrol"),
        ("Plug-in Hybrid", "plug-in hybrid"), ("PHEV", "plug-in hybrid"), ("Hybryda", "hybrid"),
        ("elektryczny", "electric"), ("EV", "electric"), ("Elektro", "electric"),
        ("Benzyna + LPG", "lpg"), ("CNG", "cng"), ("steam", ""),
    ],
)  # fmt: skip
def test_fuel_words(cell: str, fuel: str) -> None:
    assert read_fuel(cell) == fuel


@pytest.mark.parametrize(
    ("cell", "gearbox"),
    [
        ("DSG", "automatic"), ("S-tronic", "automatic"), ("CVT", "automatic"),
        ("aut.", "automatic"), ("automatyczna", "automatic"), ("Schaltgetriebe", "manual"),
        ("manualna", "manual"), ("Manual", "manual"), ("", ""),
    ],
)  # fmt: skip
def test_gearbox_words(cell: str, gearbox: str) -> None:
    assert read_gearbox(cell) == gearbox


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("On lot", "on_lot"), ("na placu", "on_lot"), ("Prep", "under_repair"),
        ("Werkstatt", "under_repair"), ("verkauft", "sold"), ("sprzedane", "sold"),
        ("due in", "in_transit"), ("w drodze", "in_transit"), ("unterwegs", "in_transit"),
        ("reserviert", "reserved"), ("???", ""),
    ],
)  # fmt: skip
def test_status_words(cell: str, status: str) -> None:
    assert read_status(cell) == status


@pytest.mark.parametrize(
    ("cell", "year"), [("2019", 2019), ("19", 2019), ("98", 1998), ("03/2017", 2017), ("x", None)]
)
def test_years(cell: str, year: int | None) -> None:
    assert read_year(cell) == year


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "'=1", '"=1', "%0A",
    ],
)  # fmt: skip
def test_no_formula_leaves_the_house_and_our_own_file_comes_back(text: str) -> None:
    safe = safe_cell(text)

    assert safe == "'" + text
    assert plain_cell(safe) == text


@pytest.mark.parametrize("text", ["Golf", "", "AB19 XYZ", "'s Wagen", "15990.00", "Ø"])
def test_plain_text_is_written_as_it_is(text: str) -> None:
    assert safe_cell(text) == text
    assert plain_cell(text) == text


def test_nothing_is_an_empty_cell() -> None:
    assert safe_cell(None) == ""
    assert safe_cell(Decimal("12.50")) == "12.50"


@pytest.mark.parametrize("piece", ["1", "1.111", "1 ", "a", "€", "- "])
def test_a_long_cell_is_read_quickly(piece: str) -> None:
    cell = piece * (32_768 // len(piece))
    began = perf_counter()

    for read in (read_date, read_fuel, read_gearbox, read_status, read_year):
        read(cell)
    read_money(cell, "EUR")
    read_distance(cell, "km")
    read_power(cell, "", "DE")

    assert perf_counter() - began < 0.2
