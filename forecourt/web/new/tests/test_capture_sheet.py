"""The capture sheet: a record in one post, once, with an owner and a next step."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from forecourt.conversations.models import Message
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead, LostReason, NextKind, State
from forecourt.stock.models import Vehicle
from forecourt.timeline.models import Event
from tests.browsers import browser_of
from tests.cast import FRIDAY_NOON, car

LENA = {"source": "walkin", "phone": "0170 5550120", "name": "Lena", "next": "call"}
PHONE_ID = "7c1f1f9e-0000-4000-8000-000000000001"


@pytest.fixture(autouse=True)
def _friday_noon() -> Any:
    with time_machine.travel(FRIDAY_NOON, tick=False):
        yield


@pytest.fixture
def browser(karol: Staff) -> Client:
    return browser_of(karol)


def only_lead(lot: Dealership) -> Lead:
    with acting_for(lot):
        return Lead.objects.select_related("customer", "vehicle", "owner").get()


def test_a_phone_number_is_enough_and_the_next_step_lies_in_trading_hours(
    browser: Client, lot: Dealership, karol: Staff
) -> None:
    answer = browser.post("/new/", {"phone": "0170 5550120", "client_id": PHONE_ID})

    lead = only_lead(lot)
    assert answer.status_code == 302
    assert lead.owner == karol
    assert lead.next_kind == NextKind.CALL
    assert lead.next_due_at == datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # Saturday 10:00 in Berlin
    assert lead.waiting_since is None


def test_a_name_is_enough(browser: Client, lot: Dealership) -> None:
    browser.post("/new/", {"name": "Lena", "client_id": PHONE_ID})

    assert only_lead(lot).customer.name == "Lena"


@pytest.mark.parametrize(
    ("back", "there"),
    [
        ("/stock/", "/stock/"),
        ("", "/"),
        ("stock", "/"),
        ("99", "/"),
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example/", "/"),
    ],
)
def test_afterwards_one_is_where_one_came_from(
    back: str, there: str, browser: Client, lot: Dealership
) -> None:
    answer = browser.post("/new/", {**LENA, "client_id": PHONE_ID, "back": back})

    assert (answer.status_code, answer["Location"]) == (302, there)
    assert only_lead(lot).is_open


def test_neither_phone_nor_name_is_one_sentence_under_the_field(
    browser: Client, lot: Dealership
) -> None:
    answer = browser.post("/new/", {"note": "red coat", "client_id": PHONE_ID})

    with acting_for(lot):
        assert not Lead.objects.exists()
    assert answer.status_code == 422
    assert b"Enter a phone number or a name." in answer.content
    assert b"red coat" in answer.content


def test_over_a_screen_the_sheet_closes_and_the_toast_offers_undo(
    browser: Client, lot: Dealership
) -> None:
    answer = browser.post("/new/", {**LENA, "client_id": PHONE_ID}, headers={"HX-Request": "true"})

    told = json.loads(answer.headers["HX-Trigger"])
    assert (answer.status_code, answer.content) == (200, b"")
    assert told["toast"]["words"] == "Saved. Call tomorrow 10:00"
    assert told["toast"]["undo"] == f"/new/{only_lead(lot).pk}/undo/"


def test_the_same_sheet_twice_is_one_lead(browser: Client, lot: Dealership) -> None:
    first = browser.post(
        "/new/", {**LENA, "client_id": PHONE_ID}, headers={"Accept": "application/json"}
    )
    again = browser.post(
        "/new/", {**LENA, "client_id": PHONE_ID}, headers={"Accept": "application/json"}
    )

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["lead"] == again.json()["lead"] == str(only_lead(lot).pk)
    with acting_for(lot):
        assert Message.objects.count() == 1


def test_a_replay_carries_its_true_time(browser: Client, lot: Dealership) -> None:
    written = FRIDAY_NOON - timedelta(hours=5)
    body = {**LENA, "client_id": PHONE_ID, "written_at": written.isoformat()}

    browser.post("/new/", body, content_type="application/json", headers={"X-Sent-Later": "1"})

    assert only_lead(lot).received_at == written


@pytest.mark.parametrize("days", [3, -3, 4000, -4000])
def test_a_phone_with_a_wrong_clock_is_believed_within_reason(
    browser: Client, lot: Dealership, days: int
) -> None:
    body = {
        **LENA,
        "client_id": PHONE_ID,
        "written_at": (FRIDAY_NOON + timedelta(days=days)).isoformat(),
    }

    answer = browser.post("/new/", body, headers={"X-Sent-Later": "1", "HX-Request": "true"})

    lead = only_lead(lot)
    assert answer.status_code == 200
    assert FRIDAY_NOON - timedelta(days=7) <= lead.received_at <= FRIDAY_NOON + timedelta(minutes=5)
    assert lead.next_due_at
    assert lead.next_due_at > timezone.now()


def test_a_replay_is_never_refused_for_what_it_lacks(browser: Client, lot: Dealership) -> None:
    later = {"X-Sent-Later": "1", "HX-Request": "true"}

    empty = browser.post("/new/", {"client_id": PHONE_ID}, headers=later)
    noted = browser.post("/new/", {"client_id": "another-id-1", "note": "red coat"}, headers=later)

    assert (empty.status_code, noted.status_code) == (204, 200)
    assert only_lead(lot).check_fields


def test_a_replay_without_a_session_keeps_the_queue(lot: Dealership) -> None:
    answer = Client().post("/new/", {**LENA, "client_id": PHONE_ID}, headers={"X-Sent-Later": "1"})

    assert answer.status_code == 401
    with acting_for(lot):
        assert not Lead.objects.exists()


def test_a_stranger_is_asked_to_sign_in(lot: Dealership) -> None:
    assert Client().get("/new/").headers["Location"].startswith("/sign-in/")


def test_the_picked_car_is_on_the_lead_even_without_vin_or_number(
    browser: Client, lot: Dealership
) -> None:
    one = car(lot, make="Opel", model="Corsa")
    twin = car(lot, make="Opel", model="Corsa", variant="Edition", vin="W0L0SDL0876543210")

    browser.post("/new/", {**LENA, "client_id": PHONE_ID, "vehicle": one.pk})

    assert only_lead(lot).vehicle == one != twin


def test_another_lots_car_in_the_body_is_nobodys(
    browser: Client, lot: Dealership, other_lot: Dealership
) -> None:
    foreign = car(other_lot, make="Fiat", model="Panda", stock_number="S-1")

    answer = browser.post("/new/", {**LENA, "client_id": PHONE_ID, "vehicle": foreign.pk})
    opened = browser.get(f"/new/?vehicle={foreign.pk}")

    assert answer.status_code == 302
    assert only_lead(lot).vehicle is None
    assert b"Panda" not in opened.content


def test_the_sheet_opens_filled_from_the_page(browser: Client, golf: Vehicle) -> None:
    shown = browser.get(f"/new/?vehicle={golf.pk}&phone=0170+5550120").content.decode()

    assert f'value="{golf.pk}" checked' in shown
    assert 'value="0170 5550120"' in shown


def test_a_known_number_shows_name_car_and_since_when(
    browser: Client, lot: Dealership, golf: Vehicle
) -> None:
    browser.post("/new/", {**LENA, "client_id": PHONE_ID, "vehicle": golf.pk})

    shown = browser.get("/new/known/?phone=1705550120").content.decode()

    assert "Lena · Golf · Nov 2026" in shown


def test_stefan_learns_nothing_of_a_number(browser: Client, stefan: Staff) -> None:
    browser.post("/new/", {**LENA, "client_id": PHONE_ID})

    assert browser_of(stefan).get("/new/known/?phone=01705550120").content.strip() == b""


def test_undo_closes_the_lead_and_keeps_the_record(browser: Client, lot: Dealership) -> None:
    browser.post("/new/", {**LENA, "client_id": PHONE_ID})
    lead = only_lead(lot)

    browser.post(f"/new/{lead.pk}/undo/")
    browser.post(f"/new/{lead.pk}/undo/")

    lead = only_lead(lot)
    assert (lead.state, lead.lost_reason) == (State.LOST, LostReason.OTHER)
    with acting_for(lot):
        kinds = list(
            Event.objects.filter(lead_id=lead.pk).order_by("id").values_list("kind", flat=True)
        )
    assert kinds == ["lead.opened", "lead.lost", "lead.capture_undone"]


def test_undo_of_a_colleagues_lead_changes_nothing(
    browser: Client, lot: Dealership, ania: Staff
) -> None:
    browser.post("/new/", {**LENA, "client_id": PHONE_ID})
    lead = only_lead(lot)

    browser_of(ania).post(f"/new/{lead.pk}/undo/")

    assert only_lead(lot).is_open


def test_undo_after_a_day_changes_nothing(browser: Client, lot: Dealership) -> None:
    browser.post("/new/", {**LENA, "client_id": PHONE_ID})
    lead = only_lead(lot)

    with time_machine.travel(FRIDAY_NOON + timedelta(hours=25), tick=False):
        browser.post(f"/new/{lead.pk}/undo/")

    assert only_lead(lot).is_open


def test_stefan_gets_404(browser: Client, lot: Dealership, stefan: Staff) -> None:
    browser.post("/new/", {**LENA, "client_id": PHONE_ID})
    lead = only_lead(lot)

    assert browser_of(stefan).post(f"/new/{lead.pk}/undo/").status_code == 404
    assert only_lead(lot).is_open


def test_a_hostile_name_stays_text(browser: Client, lot: Dealership, golf: Vehicle) -> None:
    browser.post(
        "/new/",
        {**LENA, "name": "<script>alert(1)</script>", "client_id": PHONE_ID, "vehicle": golf.pk},
    )

    shown = (
        browser.get("/new/known/?phone=01705550120").content
        + browser.get(f"/cars/{golf.pk}/").content
    )

    assert b"<script>alert" not in shown


def test_sunday_moves_the_call_to_monday(browser: Client, lot: Dealership) -> None:
    saturday = FRIDAY_NOON + timedelta(days=1)
    with time_machine.travel(saturday, tick=False):
        browser.post("/new/", {**LENA, "client_id": PHONE_ID})

    assert only_lead(lot).next_due_at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("cars", [1, 3])
def test_the_sheet_takes_a_fixed_number_of_queries(
    browser: Client, lot: Dealership, cars: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(cars):
        one = car(lot, make="Opel", model=f"Corsa {number}", stock_number=f"C-{number}")
        browser.post(
            "/new/", {"name": f"N{number}", "client_id": f"client-id-{number}", "vehicle": one.pk}
        )
    browser.get("/new/")

    with django_assert_max_num_queries(4):
        browser.get("/new/", headers={"HX-Request": "true"})


def test_a_replay_before_the_second_factor_keeps_the_queue(
    karol: Staff, lot: Dealership, settings: Any
) -> None:
    settings.DEMO_MARK = None
    client = Client()
    client.force_login(karol)

    answer = client.post("/new/", {**LENA, "client_id": PHONE_ID}, headers={"X-Sent-Later": "1"})

    assert answer.status_code == 401
    with acting_for(lot):
        assert not Lead.objects.exists()


@pytest.mark.parametrize("when", ["0001-01-01T00:00", "9999-12-31T23:59", "2099-01-01T09:00"])
def test_a_time_years_off_is_a_slip(browser: Client, lot: Dealership, when: str) -> None:
    answer = browser.post("/new/", {"name": "Lena", "next": "call", "when": when})

    assert answer.status_code < 400
    with acting_for(lot):
        due = only_lead(lot).next_due_at
    assert due is not None
    assert due < timezone.now() + timedelta(days=7)
