"""Anybody on the lot is a record in fifteen seconds, with and without signal, and by themselves."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forecourt.customers.models import Identity
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead, State
from forecourt.stock.models import Vehicle
from tests.doors.lots import Lot
from tests.journeys.conftest import Open
from tests.live_server import until

pytestmark = pytest.mark.browser

ENOUGH_S = 15.0


def leads_of(house: Lot) -> list[Lead]:
    with acting_for(house.dealership):
        return list(Lead.objects.select_related("customer", "vehicle"))


def test_a_walk_in_is_written_down_in_fifteen_seconds(house: Lot, open_phone: Open) -> None:
    page = open_phone(house.karol, "/stock/")
    began = time.monotonic()
    sheet = _open_sheet(page)
    expect(sheet.get_by_role("textbox", name="Phone")).to_be_focused()
    page.keyboard.type("0170 5550123", delay=40)  # as fast as a thumb
    sheet.get_by_label("Name").press_sequentially("Lena", delay=40)
    sheet.get_by_role("button", name="Save").click()

    expect(page.locator("#toasts")).to_contain_text("Saved")
    took = time.monotonic() - began
    assert took < ENOUGH_S
    expect(sheet).to_be_hidden()
    expect(page).to_have_url(f"{house.server.url}/stock/")
    (lead,) = leads_of(house)
    assert (lead.customer.name, lead.owner_id, lead.owner_reason) == (
        "Lena", house.karol.pk, "took_it",
    )  # fmt: skip
    assert lead.next_due_at is not None
    with acting_for(house.dealership):
        assert Identity.objects.get(kind="phone").value == "+491705550123"


def test_a_known_caller_is_named_while_the_number_is_typed(house: Lot, open_phone: Open) -> None:
    house.feed("whatsapp", "01_text.json")
    page = open_phone(house.karol)
    sheet = _open_sheet(page)
    sheet.get_by_role("textbox", name="Phone").press_sequentially("01713920042", delay=20)

    expect(sheet.locator("#known")).to_contain_text("Jonas Becker")


def test_without_signal_it_is_kept_and_sent_once(house: Lot, open_phone: Open) -> None:
    page = open_phone(house.karol)
    sheet = _open_sheet(page)
    page.context.set_offline(True)
    sheet.get_by_role("textbox", name="Phone").fill("0170 5550124")
    sheet.get_by_label("Name").fill("Ohne Netz")
    sheet.get_by_role("button", name="Save").click()

    expect(page.locator("#toasts")).to_contain_text("Saved on this phone, sends itself.")
    expect(page.locator("[data-offline-banner]")).to_contain_text("1 to send")
    assert leads_of(house) == []

    page.context.set_offline(False)
    assert until(lambda: leads_of(house))
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("[data-offline-banner]")).to_be_hidden()
    page.wait_for_timeout(500)
    (lead,) = leads_of(house)
    assert lead.customer.name == "Ohne Netz"


def test_a_customer_asks_on_the_public_page_of_a_car(house: Lot, open_phone: Open) -> None:
    with acting_for(house.dealership):
        golf = Vehicle.objects.get()
    page = open_phone(None, f"/c/{house.dealership.slug}/{golf.public_key}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Golf")
    page.wait_for_timeout(2500)  # nobody fills a form in less
    page.get_by_label("Phone").fill("0170 5550125")
    page.get_by_label("Name").fill("Familie Roth")
    page.get_by_label("Your question").fill("Still there on Saturday?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("We answer by")

    (lead,) = until(lambda: leads_of(house))
    assert (lead.customer.name, lead.state, lead.channel) == ("Familie Roth", State.OPEN, "form")
    assert lead.vehicle == golf
    inbox = open_phone(house.karol, "/inbox/?show=all")
    expect(inbox.locator("#threads")).to_contain_text("Still there on Saturday?")


def _open_sheet(page: Page) -> Any:
    page.locator(".places-new a").click()
    sheet = page.locator("dialog#sheet")
    expect(sheet).to_be_visible()
    return sheet
