from decimal import Decimal
from time import perf_counter

import pytest

from forecourt.stock.words import (
    CarWords,
    Catalogue,
    canonical_make,
    common_catalogue,
    find_car_words,
    fold,
)


def named(text: str) -> tuple[str, str]:
    words = find_car_words(text, this_year=2026)
    return words.make, words.model


@pytest.mark.parametrize(
    ("text", "make", "model"),
    [
        ("Is the blue Golf still for sale?", "Volkswagen", "Golf"),
        ("Has the X5 from Dubai landed yet?", "BMW", "X5"),
        ("When will the papers for the Lexus be done?", "Lexus", ""),
        ("bmw 320d touring", "BMW", "3 Series"),
        ("Mercedez C 220 d", "Mercedes-Benz", "C-Class"),
        ("C-Klasse T-Modell", "Mercedes-Benz", "C-Class"),
        ("Volkswagon Tiguan", "Volkswagen", "Tiguan"),
        ("pytam o Skodę Octavię", "Skoda", "Octavia"),
        ("cena Passata?", "Volkswagen", "Passat"),
        ("Škoda Octavia Combi", "Skoda", "Octavia"),
        ("Citroën C3 noch da", "Citroën", "C3"),
        ("toyota c-hr", "Toyota", "C-HR"),
        ("LandCruiser 300", "Toyota", "Land Cruiser"),
        ("Range Rover Evoque", "Land Rover", "Range Rover Evoque"),
        ("Peugeot 208 GT", "Peugeot", "208"),
        ("Mazda 3 Kombi", "Mazda", "3"),
        ("DS 7 Crossback", "DS", "7"),
        ("the Mini Cooper", "MINI", "Cooper"),
        ("Vauxhall Corsa", "Opel", "Corsa"),
        ("Hyundai Kona or Kia Niro", "Hyundai", "Kona"),
        ("ID.3 da?", "Volkswagen", "ID.3"),
    ],
)
def test_make_and_model_are_found(text: str, make: str, model: str) -> None:
    assert named(text) == (make, model)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "szkoda, że już sprzedany",
        "any seat left? start over",
        "please note: one is up, focus on the city",
        "Letzter Preis?",
        "call 07700 900123 or 208 or 500",
        "Ich fahre den A 4 km zur Arbeit",
        "\x00💥",
    ],
)
def test_other_words_are_no_cars(text: str) -> None:
    words = find_car_words(text, this_year=2026)

    assert (words.make, words.model, words.confidence) == ("", "", 0.0)


def test_confidence_grows_with_what_was_said() -> None:
    make, typo, model, both = (
        find_car_words(text).confidence
        for text in ("Skoda?", "Skooda?", "Octavia?", "Skoda Octavia")
    )

    assert 0 < typo < make < model < both <= 1


def test_the_words_of_the_message_are_kept_beside_the_series() -> None:
    words = find_car_words("Ist der BMW 520d noch da?")

    assert (words.model, words.model_said) == ("5 Series", "520d")


@pytest.mark.parametrize(
    ("text", "price", "currency"),
    [
        ("£13,995 for it", 13995, "GBP"),
        ("Würden Sie 9.500 Euro machen?", 9500, "EUR"),
        ("bis 15.990,00 €", 15990, "EUR"),
        ("Dam 32 tys. zł", 32000, "PLN"),
        ("budżet 45 000 zł", 45000, "PLN"),
        ("AED 189,000 cash", 189000, "AED"),
        ("My budget is 12k max", 12000, ""),
        ("around £250 a month", None, ""),
        ("ca. 200 € im Monat", None, ""),
        ("rata do 900 zł miesięcznie", None, ""),
        ("a 2015 one with 92k miles", None, ""),
        ("call 07700 900123", None, ""),
    ],
)
def test_a_price_is_found(text: str, price: int | None, currency: str) -> None:
    words = find_car_words(text)

    assert words.price == (None if price is None else Decimal(price))
    assert words.currency == currency


@pytest.mark.parametrize(
    ("text", "mileage", "unit"),
    [
        ("78,000 miles", 78000, "mi"),
        ("with 92k miles", 92000, "mi"),
        ("165.000 km", 165000, "km"),
        ("89 tkm", 89000, "km"),
        ("245 tys. km", 245000, "km"),
        ("141 300 km", 141300, "km"),
        ("50 km away", None, ""),
        ("at 120 km/h", None, ""),
    ],
)
def test_a_mileage_is_found(text: str, mileage: int | None, unit: str) -> None:
    words = find_car_words(text)

    assert (words.mileage, words.mileage_unit) == (mileage, unit)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2016 Corsa", 2016),
        ("Bj. 2011, TÜV 08/27", 2011),
        ("EZ 03/2017", 2017),
        ("Baujahr 98", 1998),
        ("z 2018 r.", 2018),
        ("vom 21.11.2026 um 2015 Uhr", 2015),
        ("am 21.11.2026", None),
        ("2000 km or 2010 €", None),
        ("+48 600 2015 800", None),
        ("2045", None),
    ],
)
def test_a_year_is_found(text: str, year: int | None) -> None:
    assert find_car_words(text, this_year=2026).year == year


def test_all_is_found_in_one_sentence() -> None:
    words = find_car_words(
        "Suche VW Golf 7 EZ 03/2017, max. 90.000 km, bis 15.990 €", this_year=2026
    )

    assert words == CarWords(
        "Volkswagen", "Golf", "Golf", 2017, Decimal(15990), "EUR", 90000, "km", 0.95
    )


def test_the_catalogue_may_be_the_lots_own() -> None:
    own = Catalogue.of([("Warszawa", ["warsaw"], ["M20=garbus"])])

    words = find_car_words("Warszawa garbus", own)

    assert (words.make, words.model) == ("Warszawa", "M20")


@pytest.mark.parametrize(
    ("name", "make"),
    [("VW", "Volkswagen"), ("ŠKODA", "Skoda"), ("Merc", "Mercedes-Benz"), ("Tarpan", "Tarpan")],
)
def test_a_make_has_one_name(name: str, make: str) -> None:
    assert canonical_make(name) == make


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź Żółw", "lodz zolw"),
        ("Weiß GROẞ", "weiss gross"),
        ("Škoda CITROËN", "skoda citroen"),
        ("Øresund Đorđe", "oresund dorde"),
        ("ﬁne ＶＷ", "fine vw"),
    ],
)
def test_folding_leaves_plain_small_letters(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1.111", "a ", "volkswage ", "€", "k ", "rata ", "2015 "]
)
def test_a_long_text_is_searched_quickly(piece: str) -> None:
    common_catalogue()
    text = piece * (100_000 // len(piece))
    began = perf_counter()

    find_car_words(text)

    assert perf_counter() - began < 5  # what is quadratic takes minutes
