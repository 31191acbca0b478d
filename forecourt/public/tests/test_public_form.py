"""What customers see and send: without sign-in, script or cookies, and nothing is lost."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from forecourt.capture.models import Inbound, InboundState
from forecourt.capture.verbs.read_inbound import claim, read_inbound
from forecourt.channels.registry import parse
from forecourt.channels.verbs.connect_all import connect_all
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.leads.models import Lead
from forecourt.public import forms
from forecourt.public.colours import colours_of
from forecourt.public.limit import HOLDS
from forecourt.public.models import Bucket
from forecourt.stock.models import Vehicle
from tests.cast import FRIDAY_NOON, car

LENA = {"phone": "0170 5550120", "name": "Lena", "message": "Is it still there?"}
BUDGET = 20_000


@pytest.fixture
def door(lot: Dealership, karol: Any) -> Dealership:
    with acting_for(lot):
        connect_all(lot, at=FRIDAY_NOON)
    return lot


def ticket_in(page: bytes) -> str:
    found = re.search(rb'name="ticket" value="([^"]+)"', page)
    assert found
    return found[1].decode()


def send(address: str, fields: dict[str, str], after_s: float = 20, **how: Any) -> Any:
    """Open the form at noon, fill it in for a while, send it."""
    visitor = Client(headers={"Accept-Language": "en"})
    with time_machine.travel(FRIDAY_NOON, tick=False):
        ticket = ticket_in(visitor.get(address).content)
    with time_machine.travel(FRIDAY_NOON + timedelta(seconds=after_s), tick=False):
        return visitor.post(address, {"ticket": ticket, **fields}, **how)


def read_all() -> None:
    with all_dealerships():
        rows = claim(at=timezone.now())
    for row in rows:
        read_inbound(row, parse=parse, at=timezone.now())


def test_a_question_becomes_a_lead_on_its_car(door: Dealership, golf: Vehicle) -> None:
    answer = send(
        f"/c/{door.slug}/{golf.public_key}/",
        {**LENA, "finance": "yes", "trade_in_plate": "B-XY 99"},
    )
    read_all()

    with acting_for(door):
        lead = Lead.objects.select_related("customer", "vehicle").get()
    assert answer.status_code == 200
    assert (lead.vehicle, lead.customer.name, lead.channel) == (golf, "Lena", "form")
    assert lead.wants_finance
    assert lead.has_trade_in


def test_a_car_without_any_number_is_found_all_the_same(door: Dealership) -> None:
    one = car(door, make="Opel", model="Corsa")

    send(f"/c/{door.slug}/{one.public_key}/", LENA)
    read_all()

    with acting_for(door):
        assert Lead.objects.get().vehicle == one


def test_the_answer_says_by_when_we_answer(door: Dealership) -> None:
    shown = send(f"/c/{door.slug}/", LENA).content.decode()

    assert "We answer by 12:15." in shown


def test_after_closing_it_says_when_the_lot_opens(door: Dealership) -> None:
    shown = send(f"/c/{door.slug}/", LENA, after_s=10 * 3600).content.decode()

    assert "We answer by Sat 09:15." in shown


def test_the_bytes_are_stored_before_anything_reads_them(door: Dealership) -> None:
    send(f"/c/{door.slug}/", LENA)

    with acting_for(door):
        row = Inbound.objects.get()
        assert not Lead.objects.exists()
    assert (row.channel, row.state) == ("form", InboundState.RECEIVED)
    assert json.loads(bytes(row.body))["name"] == "Lena"


def test_a_double_tap_is_one_inquiry(door: Dealership) -> None:
    visitor = Client()
    fields = {**LENA, "ticket": ticket_in(visitor.get(f"/c/{door.slug}/").content)}

    for _ in range(2):
        assert visitor.post(f"/c/{door.slug}/", fields).status_code == 200

    with acting_for(door):
        assert Inbound.objects.count() == 1


def test_nothing_to_answer_to_is_asked_for_and_the_words_stay(door: Dealership) -> None:
    answer = send(f"/c/{door.slug}/", {"message": "Is it still there?"})

    assert answer.status_code == 422
    assert b"Enter a phone number or a mail address" in answer.content
    assert b"Is it still there?" in answer.content
    with acting_for(door):
        assert not Inbound.objects.exists()


@pytest.mark.parametrize(
    ("fields", "after_s"),
    [
        ({"website": "http://x.example"}, 20),
        ({}, 0.2),
        ({"ticket": "forged"}, 20),
        ({"ticket": ""}, 20),
    ],
)
def test_what_a_machine_sends_is_held_and_shown(
    door: Dealership, fields: dict[str, str], after_s: float
) -> None:
    answer = send(f"/c/{door.slug}/", {**LENA, **fields}, after_s)
    read_all()

    with acting_for(door):
        row = Inbound.objects.get()
        assert not Lead.objects.exists()
    assert answer.status_code == 200
    assert (row.state, row.held_kind) == (InboundState.HELD, "spam")


def test_a_flood_is_stored_and_held_and_others_get_through(door: Dealership) -> None:
    for number in range(int(HOLDS) + 3):
        send(f"/c/{door.slug}/", {**LENA, "phone": f"0170 55501{number:02}"})
    send(f"/c/{door.slug}/", {**LENA, "phone": "0170 5550199"}, REMOTE_ADDR="192.0.2.9")
    read_all()

    with acting_for(door):
        assert Inbound.objects.filter(state=InboundState.DONE).count() == int(HOLDS) + 1
        assert Inbound.objects.filter(held_kind="spam").count() == 3


def test_the_limit_forgets_with_time_and_keeps_no_address(door: Dealership) -> None:
    for _ in range(int(HOLDS) + 1):
        send(f"/c/{door.slug}/", LENA)
    send(f"/c/{door.slug}/", LENA, after_s=3600)

    with acting_for(door):
        bodies = [json.loads(bytes(row.body)) for row in Inbound.objects.order_by("id")]
        assert ["_over_limit" in body for body in bodies] == [False] * int(HOLDS) + [True, False]
        assert "127.0.0.1" not in Bucket.objects.get().sender


def test_a_post_from_another_site_is_refused(door: Dealership) -> None:
    answer = send(f"/c/{door.slug}/", LENA, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    with acting_for(door):
        assert not Inbound.objects.exists()


def test_a_full_disk_says_so_and_keeps_the_words(
    door: Dealership, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: Any, **named: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(forms, "keep", full)

    answer = send(f"/c/{door.slug}/", LENA)

    assert answer.status_code == 503
    assert b"Is it still there?" in answer.content


def test_a_name_full_of_markup_stays_text(door: Dealership) -> None:
    answer = send(
        f"/c/{door.slug}/", {"name": "<script>alert(1)</script>", "message": '"><b>x</b>'}
    )

    assert b"<script>alert" not in answer.content
    assert b"<b>x</b>" not in answer.content


def test_a_sold_car_says_so_shows_three_like_it_and_keeps_the_form(
    door: Dealership, golf: Vehicle
) -> None:
    for number in range(4):
        car(door, make="Volkswagen", model="Golf", stock_number=f"G-{number}", price=15000 + number)
    with acting_for(door):
        Vehicle.objects.filter(pk=golf.pk).update(status="sold")

    shown = Client().get(f"/c/{door.slug}/{golf.public_key}/?lang=en").content.decode()

    assert "This car is sold." in shown
    assert shown.count("<li>") == 3
    assert 'name="ticket"' in shown
    assert "15,900" not in shown


def test_a_page_shows_nothing_that_is_ours_alone(door: Dealership, golf: Vehicle) -> None:
    with acting_for(door):
        Vehicle.objects.filter(pk=golf.pk).update(floor_price=14321, notes="bought cheap")

    shown = Client().get(f"/c/{door.slug}/{golf.public_key}/").content.decode()

    for private in ("14321", "14,321", "bought cheap", golf.vin, golf.plate):
        assert private not in shown


@pytest.mark.parametrize(
    ("asked", "words"), [("de-AT,de;q=0.9", "Autohaus"), ("pl", "Autohaus"), ("fr", "Ask us")]
)
def test_the_language_is_the_visitors_else_the_lots(
    door: Dealership, asked: str, words: str
) -> None:
    answer = Client(headers={"Accept-Language": asked}).get(f"/c/{door.slug}/")

    assert answer.headers["Content-Language"] == {"de": "de", "pl": "pl", "fr": "en"}[asked[:2]]
    assert words in answer.content.decode()


@pytest.mark.parametrize("tail", ["", "?lang=de", "?lang=xx", "?embed=1"])
def test_the_page_is_small_sets_no_cookie_and_holds_no_script(
    door: Dealership, golf: Vehicle, tail: str
) -> None:
    for path in (f"/c/{door.slug}/", f"/c/{door.slug}/{golf.public_key}/"):
        answer = Client().get(path + tail)

        assert answer.status_code == 200
        assert len(answer.content) < BUDGET
        assert not answer.cookies
        assert b"<script" not in answer.content


def test_only_the_embedded_page_may_stand_in_a_frame(door: Dealership) -> None:
    plain, framed = Client().get(f"/c/{door.slug}/"), Client().get(f"/c/{door.slug}/?embed=1")

    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers


def test_the_snippet_names_the_lots_form(door: Dealership) -> None:
    answer = Client().get(f"/c/{door.slug}/embed.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert f"/c/{door.slug}/" in answer.content.decode()


def test_another_lots_car_and_unknown_names_are_404(
    door: Dealership, other_lot: Dealership, golf: Vehicle
) -> None:
    with acting_for(door):
        withdrawn = car(door, make="Opel", stock_number="W-1", status="withdrawn")
    for path in (
        f"/c/{other_lot.slug}/{golf.public_key}/", f"/c/{door.slug}/nothing/", "/c/nobody/",
        f"/c/{door.slug}/{withdrawn.public_key}/", "/c/nobody/embed.js",
    ):  # fmt: skip
        assert Client().get(path).status_code == 404, path


def test_a_pale_colour_never_carries_white_words() -> None:
    assert colours_of("#FFE600").on_brand == "#101719"
    assert colours_of("#FFE600").link == "#101719"
    assert colours_of("#0A3AA6").on_brand == "#ffffff"
    assert colours_of("red;}body{display:none}").brand == "#0A3AA6"


@pytest.mark.parametrize("cars", [1, 3])
def test_the_sold_page_takes_a_fixed_number_of_queries(
    door: Dealership, golf: Vehicle, cars: int, django_assert_num_queries: Any
) -> None:
    for number in range(cars):
        car(door, make="Volkswagen", stock_number=f"G-{number}")
    with acting_for(door):
        Vehicle.objects.filter(pk=golf.pk).update(status="sold")

    with django_assert_num_queries(3):  # lot, car, those like it
        Client().get(f"/c/{door.slug}/{golf.public_key}/")
