"""Which car somebody means, by what they said."""

import pytest

from forecourt.stock.find import Clues, find
from forecourt.stock.models import Advert
from tests.cast import car


@pytest.fixture(autouse=True)
def _at_the_lot(in_lot, golf, bmw):
    pass


@pytest.mark.parametrize(
    ("clues", "reason", "confidence"),
    [
        (Clues(vin="wvwzzzauzjp002041"), "vin", 99),
        (Clues(text="VIN WVWZZZAUZJP002041 bitte"), "vin", 99),
        (Clues(stock_number="f 2041"), "stock_number", 95),
        (Clues(text="Is F-2041 still there?"), "stock_number", 90),
        (Clues(plate="B AB 2041"), "plate", 95),
        (Clues(make="VW", model="Golf 1.5 TSI"), "words", 65),
        (Clues(make="Volkswagen", model="Golf", year=2018, price=15_900), "words", 90),
        (Clues(text="Ist der VW Golf noch zu haben?"), "words", 65),
        (Clues(text="Czy Golf jest jeszcze dostępny?"), "words", 65),
    ],
)
def test_the_golf_is_found(clues, reason, confidence, golf):
    found = find(clues)

    assert found is not None
    assert (found.vehicle, found.reason, found.confidence) == (golf, reason, confidence)


def test_a_trim_of_bmw_is_found_by_its_badge(bmw):
    found = find(Clues(text="BMW 320d Touring, still available?"))

    assert found is not None
    assert found.vehicle == bmw


def test_an_advert_leads_to_its_car(lot, golf):
    Advert.objects.create(
        dealership=lot, vehicle=golf, portal="mobile.de", key="suche.mobile.de/41"
    )

    found = find(Clues(ad_url="https://www.suche.mobile.de/41?utm=x", make="BMW", model="320d"))

    assert found is not None
    assert (found.vehicle, found.reason) == (golf, "advert")


def test_words_that_fit_two_cars_alike_decide_nothing(lot):
    car(lot, make="Volkswagen", model="Golf", year=2019, stock_number="F-2050")

    assert find(Clues(text="VW Golf")) is None


def test_nothing_said_finds_nothing():
    assert find(Clues(text="Hallo, wie geht es?")) is None


def test_finding_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        find(Clues(text="VW Golf F-2041 B-AB 2041", vin="WVWZZZAUZJP002041", ad_url="x.example/1"))


def test_another_lots_car_is_never_found(other_lot):
    car(other_lot, make="Seat", model="Leon", stock_number="K-7")

    assert find(Clues(stock_number="K-7")) is None
