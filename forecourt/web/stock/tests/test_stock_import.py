"""A stock list: upload, look, confirm. Each sample is one that dealers have."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.exchange.headings import field_of
from forecourt.stock.models import StockList, Vehicle
from forecourt.web.stock.column_words import COLUMN_WORDS
from tests.browsers import browser_of

SAMPLES = Path(__file__).parents[3] / "exchange" / "samples"
CARS = {
    "01_dealer_en.csv": ["GF-1187", "B-2044", "NQ-01"],
    "02_dealer_de_semicolon_cp1252.csv": ["GF-1187", "KC-3", "SO-12"],
    "03_dealer_pl_tab_utf8_bom.csv": ["SO-12", "B-2044"],
    "04_headerless_excel_export.csv": ["GF-1187", "TL-77"],
    "05_broken.csv": ["GF-1187", "B-2044", "SO-12"],
}


@pytest.fixture
def browser(karol: Staff) -> Client:
    return browser_of(karol)


def send(browser: Client, name: str, body: bytes | None = None) -> Any:
    data = body if body is not None else (SAMPLES / name).read_bytes()
    return browser.post("/stock/import/", {"list": SimpleUploadedFile(name, data)})


def confirm(browser: Client, lot: Dealership) -> Any:
    with acting_for(lot):
        kept = StockList.objects.latest("id").pk
    return browser.post("/stock/import/confirm/", {"list": kept})


@pytest.mark.parametrize("name", CARS)
def test_a_list_is_looked_at_first_and_then_imported(
    browser: Client, lot: Dealership, name: str
) -> None:
    looked = send(browser, name)
    with acting_for(lot):
        assert not Vehicle.objects.exists()
    done = confirm(browser, lot)

    with acting_for(lot):
        numbers = list(Vehicle.objects.order_by("id").values_list("stock_number", flat=True))
        assert not StockList.objects.exists()
    assert (looked.status_code, done.status_code) == (200, 200)
    assert numbers == CARS[name]


def test_the_same_list_again_changes_nothing(browser: Client, lot: Dealership) -> None:
    send(browser, "01_dealer_en.csv")
    confirm(browser, lot)
    send(browser, "01_dealer_en.csv")
    done = confirm(browser, lot)

    assert done.context["same"] == 3
    with acting_for(lot):
        assert Vehicle.objects.count() == 3


def test_rows_to_fix_come_first_with_the_reason(browser: Client, lot: Dealership) -> None:
    shown = send(browser, "05_broken.csv").content.decode()

    assert "A quotation mark in this line is not closed." in shown
    assert "Another row of this list" in shown


def test_hostile_cells_stay_text(browser: Client, lot: Dealership) -> None:
    looked = send(browser, "06_hostile.csv")
    done = confirm(browser, lot)
    stock = browser.get("/stock/?in=all")

    for answer in (looked, done, stock):
        assert b"<script>alert(1)" not in answer.content
    with acting_for(lot):
        assert all(one.price is None or 0 < one.price < 10**8 for one in Vehicle.objects.all())


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 50, b"PK\x03\x04nonsense", b"a;b\n1;2\n"])
def test_what_is_no_list_says_so(browser: Client, lot: Dealership, body: bytes) -> None:
    answer = send(browser, "list.xlsx" if body[:2] == b"PK" else "list.csv", body)

    assert answer.status_code == 422
    with acting_for(lot):
        assert not StockList.objects.exists()


def test_five_thousand_rows_go_in_one_go(browser: Client, lot: Dealership) -> None:
    lines = [
        "Stock No,Make,Model,Price",
        *(f"N-{row},Opel,Corsa,{9000 + row}" for row in range(5000)),
    ]

    send(browser, "big.csv", "\n".join(lines).encode())
    confirm(browser, lot)

    with acting_for(lot):
        assert Vehicle.objects.count() == 5000


def test_stefan_cannot_confirm_our_list(
    browser: Client, stefan: Staff, ania: Staff, lot: Dealership
) -> None:
    send(browser, "01_dealer_en.csv")
    with acting_for(lot):
        kept = StockList.objects.get().pk

    for other in (stefan, ania):
        assert browser_of(other).post("/stock/import/confirm/", {"list": kept}).status_code == 404
    with acting_for(lot):
        assert not Vehicle.objects.exists()


@pytest.mark.parametrize("language", ["en", "de", "pl"])
def test_a_list_may_name_its_columns_as_the_screens_do(language: str) -> None:
    with translation.override(language):
        shown = {name: str(words) for name, words in COLUMN_WORDS.items()}

    assert {name: field_of(words) for name, words in shown.items()} == {
        name: name for name in shown
    }
