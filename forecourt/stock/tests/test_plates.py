import csv
from pathlib import Path
from time import perf_counter

import pytest

from forecourt.stock.plates import find_plates, plate_key, read_plate

SAMPLES = Path(__file__).parent.parent / "samples"
with (SAMPLES / "plates.csv").open(encoding="utf-8", newline="") as file:
    PLATES = list(csv.DictReader(file))


@pytest.mark.parametrize("row", PLATES, ids=lambda row: f"{row['country']} {row['note'][:40]}")
def test_the_sample_is_read_as_its_row_says(row: dict[str, str]) -> None:
    reading = read_plate(row["raw"], row["country"])

    if row["normalised"] == "(ambiguous)":
        assert (reading.text, len(reading.warnings)) == (row["raw"], 1)
    else:
        assert reading.text == row["normalised"]
    assert reading.key == reading.text.replace(" ", "")


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("ab12cde", "AB12 CDE", "GB"),
        ("B-AB 1234", "b ab-1234", "DE"),
        ("WÜ-K 77 H", "wü‑k 77h", "DE"),
        ("WA 12345", "wa-12345", "PL"),
        ("Dubai A 12345", "دبي A-12345", "AE"),
    ],
)
def test_two_spellings_have_one_key(one: str, other: str, country: str) -> None:
    assert read_plate(one, country).key == read_plate(other, country).key != ""


def test_a_seasonal_plate_keeps_its_number() -> None:
    assert read_plate("HH-XY 12 04-10", "DE").text == "HH XY 12"


@pytest.mark.parametrize(
    ("raw", "country"),
    [
        ("06-12345", "DE"),
        ("HH-06123", "DE"),
        ("BAB1234", "DE"),
        ("AB1O CDE", "GB"),
        ("WA123P4", "PL"),
    ],
)
def test_a_doubtful_plate_carries_a_warning(raw: str, country: str) -> None:
    reading = read_plate(raw, country)

    assert reading.key
    assert len(reading.warnings) == 1


@pytest.mark.parametrize(
    ("raw", "country"),
    [
        ("AB12'--", "GB"),
        ("<script>", "DE"),
        ("DROP TABLE", "PL"),
        ("A 12345", "AE"),
        ("HAMB-AB 1", "DE"),
        ("XXX-YY 1234 E", "DE"),
        ("WA ABCDE", "PL"),
    ],
)
def test_what_is_no_plate_has_no_key(raw: str, country: str) -> None:
    reading = read_plate(raw, country)

    assert (reading.text, reading.key) == ("", "")
    assert reading.warnings


def test_a_plate_of_another_country_is_kept_as_it_is() -> None:
    assert read_plate(" ab-123-cd ", "fr") == read_plate("AB-123-CD", "FR")
    assert read_plate("AB-123-CD", "FR").key == plate_key("ab 123 cd")


@pytest.mark.parametrize(
    ("text", "region", "keys"),
    [
        ("Can I part ex my 2016 Corsa, 78,000 miles, reg WN16 XYZ?", "GB", ["WN16XYZ"]),
        ("is ab12cde still there", "GB", ["AB12CDE"]),
        ("reg P123 ABC please", "GB", ["P123ABC"]),
        ("Kennzeichen B-AB 1234, danke", "DE", ["BAB1234"]),
        ("mein Golf (HH-XY 12 E) und M-X 1", "DE", ["HHXY12E", "MX1"]),
        ("Kennzeichen: M AB 123", "DE", ["MAB123"]),
        ("rej. WA 12345, przebieg 120000", "PL", ["WA12345"]),
        ("KR 8AB12 czy aktualne", "PL", []),
        ("nr rej KR 8AB12", "PL", ["KR8AB12"]),
        ("DW5X123", "PL", ["DW5X123"]),
        ("zostawiam WPI1234A", "PL", ["WPI1234A"]),
        ("Dubai A 12345 and دبي B 77", "AE", ["DUBAIA12345", "DUBAIB77"]),
        ("anything", "FR", []),
    ],
)
def test_plates_are_found_in_messages(text: str, region: str, keys: list[str]) -> None:
    assert [plate.key for plate in find_plates(text, region)] == keys


@pytest.mark.parametrize("region", ["GB", "DE", "PL", "AE"])
@pytest.mark.parametrize(
    "text",
    [
        "Price 15990 EUR or EUR 15990, PLN 52900",
        "GF-1187 and SO-12, TL-77",
        "BMW 320d, BMW 1234, E-Golf 35 kWh, A-Klasse 200, C-HR 18",
        "tel 0171 3920045, +48 600 700 800, WVWZZZAUZKW000431",
        "Golf 6, Bj. 2011, 165.000 km, TÜV 08/27",
        "around 250 a month, at 11am, 2.0 TDI 150 PS",
        "",
    ],
)
def test_other_words_are_no_plates(text: str, region: str) -> None:
    assert find_plates(text, region) == ()


@pytest.mark.parametrize("region", ["GB", "DE", "PL", "AE"])
@pytest.mark.parametrize("piece", ["A", "AB1", "REG ", "B-A", "DUBAI ", " ", "-", "KENNZEICHEN . "])
def test_a_long_text_is_searched_quickly(piece: str, region: str) -> None:
    text = piece * (100_000 // len(piece))
    began = perf_counter()

    find_plates(text, region)

    assert perf_counter() - began < 0.5
