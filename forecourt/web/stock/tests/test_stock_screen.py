"""Stock: rows, search, pages, one car, its form and its steps."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from forecourt.capture.inquiry import Car, Inquiry, Person, Source
from forecourt.capture.verbs.capture import capture
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from forecourt.stock.models import Vehicle
from forecourt.stock.queries import PAGE
from tests.browsers import browser_of
from tests.cast import FRIDAY_NOON, car


@pytest.fixture
def browser(karol: Staff) -> Client:
    return browser_of(karol)


def ask(lot: Dealership, number: int, vehicle: Vehicle) -> None:
    who = Person(f"Buyer {number}", phones=(f"+4917055501{number:02}",))
    with acting_for(lot):
        capture(
            Inquiry("message", Source("whatsapp"), f"w{number}", who, vehicle=Car(vin=vehicle.vin)),
            dealership=lot,
            at=FRIDAY_NOON,
        )


def test_the_longest_standing_car_comes_first_with_how_many_ask(
    browser: Client, lot: Dealership, golf: Vehicle, bmw: Vehicle
) -> None:
    with acting_for(lot):
        Vehicle.objects.filter(pk=bmw.pk).update(stocked_on=date(2026, 9, 1))
    ask(lot, 1, golf)
    ask(lot, 2, golf)

    shown = browser.get("/stock/").content.decode()

    assert shown.index("320d") < shown.index("Golf")
    assert "2 asking" in shown
    assert "€15,900" in shown


@pytest.mark.parametrize("words", ["f-2041", "B-AB 2041", "002041", "golf", "volkswagen"])
def test_search_finds_by_plate_number_vin_tail_and_model(
    browser: Client, golf: Vehicle, bmw: Vehicle, words: str
) -> None:
    shown = browser.get("/stock/", {"q": words}).content.decode()

    assert f'id="car-{golf.pk}"' in shown
    assert f'id="car-{bmw.pk}"' not in shown


def test_a_long_stock_is_read_page_by_page(browser: Client, lot: Dealership) -> None:
    cars = [car(lot, make="Opel", stock_number=f"C-{number}") for number in range(PAGE + 5)]

    first = browser.get("/stock/")
    after = first.context["more"]
    second = browser.get(after)

    seen = [row.vehicle.pk for page in (first, second) for row in page.context["rows"]]
    assert seen == [one.pk for one in cars]
    assert second.context["more"] == ""


@pytest.mark.parametrize("after", ["x", "2026-01-01", "9999-99-99.1", "2026-01-01.x", "%00"])
def test_a_cursor_that_nobody_gave_out_begins_at_the_start(
    browser: Client, golf: Vehicle, after: str
) -> None:
    assert len(browser.get("/stock/", {"after": after}).context["rows"]) == 1


@pytest.mark.parametrize("cars", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    browser: Client, lot: Dealership, cars: int, django_assert_num_queries: Any
) -> None:
    for number in range(cars):
        ask(lot, number, car(lot, make=f"Make {number}", vin=f"WVWZZZAUZJP00204{number}"))
    browser.get("/stock/")

    with django_assert_num_queries(4):  # session, person and lot, cars, makes
        browser.get("/stock/")


@pytest.mark.parametrize("leads", [1, 3])
def test_a_car_takes_a_fixed_number_of_queries(
    browser: Client, lot: Dealership, golf: Vehicle, leads: int, django_assert_num_queries: Any
) -> None:
    for number in range(leads):
        ask(lot, number, golf)
    browser.get("/stock/")

    with django_assert_num_queries(5):  # session, person and lot, car, leads, adverts
        browser.get(f"/cars/{golf.pk}/")


def test_a_car_shows_vin_in_groups_who_asks_and_its_form(
    browser: Client, lot: Dealership, golf: Vehicle
) -> None:
    ask(lot, 1, golf)

    shown = browser.get(f"/cars/{golf.pk}/").content.decode()

    assert "WVW ZZZAUZ JP 002041" in shown
    assert "Buyer 1" in shown
    assert f"/c/{lot.slug}/{golf.public_key}/" in shown
    assert "data:image/svg+xml" in shown


def test_a_caller_without_a_name_is_shown_by_their_number(
    browser: Client, lot: Dealership, golf: Vehicle
) -> None:
    nameless = Person(phones=("+4930555123",))
    asks = Inquiry("message", Source("whatsapp"), "w9", nameless, vehicle=Car(vin=golf.vin))
    with acting_for(lot):
        capture(asks, dealership=lot, at=FRIDAY_NOON)

    shown = browser.get(f"/cars/{golf.pk}/").content.decode()

    assert "+49 30 555123" in shown
    assert "Unknown" not in shown


def test_the_floor_price_is_the_owners(
    browser: Client, ewa: Staff, lot: Dealership, golf: Vehicle
) -> None:
    with acting_for(lot):
        Vehicle.objects.filter(pk=golf.pk).update(floor_price=14321)

    assert b"14,321" not in browser.get(f"/cars/{golf.pk}/").content
    assert b"14,321" in browser_of(ewa).get(f"/cars/{golf.pk}/").content


def test_a_car_is_added_with_the_numbers_as_people_type_them(
    browser: Client, lot: Dealership
) -> None:
    typed = {
        "make": "Škoda", "model": "Octavia", "price": "15.990,00", "mileage_km": "98.000 km",
        "first_registration": "03/2019", "plate": "b ab1234", "vin": "TMBJG9NE0J0000518",
        "status": "on_lot",
    }  # fmt: skip

    answer = browser.post("/stock/add/", typed)

    with acting_for(lot):
        added = Vehicle.objects.get()
    assert answer.headers["Location"] == f"/cars/{added.pk}/"
    assert (int(added.price or 0), added.mileage_km, added.first_registration) == (
        15990,
        98000,
        "2019-03",
    )
    assert added.plate_key == "BAB1234"


def test_an_empty_form_is_empty(browser: Client, lot: Dealership) -> None:
    shown = browser.get("/stock/add/").content.decode()

    assert 'value="None"' not in shown


def test_an_odd_vin_warns_and_never_blocks(browser: Client, lot: Dealership) -> None:
    browser.post("/stock/add/", {"make": "Opel", "vin": "OIQ-123"})

    with acting_for(lot):
        added = Vehicle.objects.get()
    assert "warns" in browser.get(f"/cars/{added.pk}/").content.decode()


def test_a_second_car_of_one_vin_links_the_first(
    browser: Client, golf: Vehicle, lot: Dealership
) -> None:
    answer = browser.post("/stock/add/", {"make": "VW", "vin": golf.vin})

    assert answer.status_code == 409
    assert f'href="/cars/{golf.pk}/"' in answer.content.decode()


def test_a_form_without_make_says_what_to_do(browser: Client, lot: Dealership) -> None:
    answer = browser.post("/stock/add/", {"model": "Golf", "price": "cheap"})

    assert answer.status_code == 422
    assert b"Enter a make or a VIN." in answer.content
    assert b"Enter an amount" in answer.content


def test_a_car_moves_only_where_it_may(browser: Client, lot: Dealership, golf: Vehicle) -> None:
    browser.post(f"/cars/{golf.pk}/status/", {"to": "sold"})
    answer = browser.post(f"/cars/{golf.pk}/status/", {"to": "sourced"}, follow=True)

    with acting_for(lot):
        golf.refresh_from_db()
    assert golf.status == "sold"
    assert b"Not possible from here" in answer.content


def test_beside_its_list_a_car_answers_with_its_column_its_row_and_a_toast(
    browser: Client, lot: Dealership, golf: Vehicle
) -> None:
    ask(lot, 1, golf)
    column = {"HX-Request": "true", "HX-Target": "detail"}

    answer = browser.post(f"/cars/{golf.pk}/status/", {"to": "under_repair"}, headers=column)

    shown = answer.content.decode()
    assert "<html" not in shown
    assert f'id="car-{golf.pk}" data-row hx-swap-oob="true"' in shown
    assert "1 asking" in shown
    assert json.loads(answer.headers["HX-Trigger"])["toast"]["words"] == "Under repair"

    again = browser.post(f"/cars/{golf.pk}/status/", {"to": "sourced"}, headers=column)

    assert json.loads(again.headers["HX-Trigger"])["toast"]["tone"] == "error"


def test_a_move_is_taken_back_once(browser: Client, lot: Dealership, golf: Vehicle) -> None:
    """Also where no step leads back: a sold car was on the lot."""
    moved = browser.post(f"/cars/{golf.pk}/status/", {"to": "sold"}, follow=True)
    undo = re.search(r'action="(/cars/\d+/status/undo/\d+/)"', moved.content.decode())
    assert undo is not None

    back = browser.post(undo[1], follow=True)
    again = browser.post(undo[1], follow=True)

    with acting_for(lot):
        golf.refresh_from_db()
    assert golf.status == "on_lot"
    assert b"/status/undo/" not in back.content
    assert b"The car was moved since. It stands at: On lot" in again.content


def test_a_move_beside_the_list_is_taken_back_there(
    browser: Client, lot: Dealership, golf: Vehicle
) -> None:
    column = {"HX-Request": "true", "HX-Target": "detail"}
    moved = browser.post(f"/cars/{golf.pk}/status/", {"to": "reserved"}, headers=column)
    undo = json.loads(moved.headers["HX-Trigger"])["toast"]["undo"]

    back = browser.post(undo, headers={"HX-Request": "true"})

    assert back.headers["HX-Retarget"] == "#detail"
    assert f'id="car-{golf.pk}" data-row hx-swap-oob="true"' in back.content.decode()
    with acting_for(lot):
        golf.refresh_from_db()
    assert golf.status == "on_lot"


def test_an_edit_keeps_what_was_typed_and_the_adverts(
    browser: Client, lot: Dealership, golf: Vehicle
) -> None:
    form = browser.get(f"/cars/{golf.pk}/edit/").context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value()) is not None}

    browser.post(
        f"/cars/{golf.pk}/edit/",
        {**typed, "price": "15 500", "adverts": "55102883\nhttps://ads.example/7?x=1"},
    )

    with acting_for(lot):
        golf.refresh_from_db()
        assert [advert.key for advert in golf.adverts.order_by("id")] == [
            "55102883",
            "ads.example/7",
        ]
    assert int(golf.price or 0) == 15500


def test_hostile_facts_stay_text(browser: Client, lot: Dealership) -> None:
    one = car(
        lot, make="<script>alert(1)</script>", variant='"><img src=x>', stock_number="<b>1</b>"
    )

    shown = browser.get("/stock/").content + browser.get(f"/cars/{one.pk}/").content

    assert b"<script>alert" not in shown
    assert b"<img src=x>" not in shown


def test_no_cars_yet_says_what_to_do(browser: Client, lot: Dealership) -> None:
    assert b"No cars yet. Add one or import your list." in browser.get("/stock/").content


def test_a_stranger_is_asked_to_sign_in(golf: Vehicle) -> None:
    for path in ("/stock/", "/stock/add/", "/stock/import/", f"/cars/{golf.pk}/"):
        assert Client().get(path).headers["Location"].startswith("/sign-in/")


def test_stefan_gets_404(stefan: Staff, golf: Vehicle, lot: Dealership) -> None:
    browser = browser_of(stefan)

    for path in (f"/cars/{golf.pk}/", f"/cars/{golf.pk}/edit/"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"/cars/{golf.pk}/status/", {"to": "sold"}).status_code == 404
    assert browser.post(f"/cars/{golf.pk}/status/undo/1/").status_code == 404
    assert browser.post(f"/cars/{golf.pk}/edit/", {"make": "Mine"}).status_code == 404
    assert b"Golf" not in browser.get("/stock/?in=all").content
    with acting_for(lot):
        golf.refresh_from_db()
    assert (golf.status, golf.make) == ("on_lot", "Volkswagen")


def test_on_a_desk_a_car_stands_beside_its_list(browser: Client, golf: Vehicle) -> None:
    beside = browser.get(f"/cars/{golf.pk}/", headers={"HX-Request": "true", "HX-Target": "detail"})
    alone = browser.get(f"/cars/{golf.pk}/")

    assert "<html" not in beside.text
    assert "<h2>" in beside.text
    assert "<html" in alone.text
    assert golf.title in alone.text
    assert 'data-list="/stock/"' in browser.get("/stock/").text


def test_digits_without_end_are_no_number(browser: Client) -> None:
    typed = {"make": "Kia", "model": "Ceed", "status": "on_lot", "year": "9" * 5000}

    assert browser.post("/stock/add/", typed).status_code == 422


def test_a_car_to_come_is_drawn_alike_wherever_it_stands(
    browser: Client, lot: Dealership, golf: Vehicle
) -> None:
    ask(lot, 1, golf)
    with acting_for(lot):
        Vehicle.objects.filter(pk=golf.pk).update(status="sourced")
        lead = Lead.objects.get()

    pages = [browser.get(path).text for path in ("/stock/?in=all", "/leads/", f"/leads/{lead.pk}/")]

    assert [page.count('data-state="in_transit"') for page in pages] == [1, 1, 1]
