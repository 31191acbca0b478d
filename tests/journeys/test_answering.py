"""From a lead: call or write from this phone, say how it went, and the clock stops or runs on."""

import re

import pytest
from playwright.sync_api import Page, expect

from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from forecourt.sla.models import Clock
from tests.doors.lots import Lot
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(house: Lot) -> Lead:
    house.take_off(house.ewa)
    house.feed("whatsapp", "01_text.json")
    return house.lead_of("Jonas Becker")


def clock_of(house: Lot, lead: Lead) -> Clock:
    with acting_for(house.dealership):
        clock: Clock = Clock.objects.get(lead=lead)
    return clock


def test_a_call_that_reached_them_stops_the_clock_and_undo_starts_it_again(
    house: Lot, lead: Lead, open_phone: Open
) -> None:
    page = open_phone(house.karol, f"/leads/{lead.pk}/")
    call = page.locator(".dock").get_by_role("link", name="Call")
    expect(call).to_have_attribute("href", "tel:+491713920042")
    _tap_and_come_back(page, call)

    sheet = page.locator("dialog#sheet")
    expect(sheet).to_contain_text("How did it go?")
    sheet.get_by_role("button", name="Reached").click()

    toast = page.locator("#toasts")
    expect(toast).to_contain_text("Saved.")
    clock = clock_of(house, lead)
    assert (clock.result, clock.evidence) == ("met", "two_way")

    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_contain_text("Undone")
    assert clock_of(house, lead).result == "running"


def test_nobody_picked_up_keeps_the_clock(house: Lot, lead: Lead, open_phone: Open) -> None:
    page = open_phone(house.karol, f"/leads/{lead.pk}/")
    _tap_and_come_back(page, page.locator(".dock").get_by_role("link", name="Call"))
    page.locator("dialog#sheet").get_by_role("button", name="No answer").click()

    expect(page.locator("#toasts")).to_contain_text("Saved.")
    expect(page.locator(".lead-head")).to_contain_text("tried")
    assert clock_of(house, lead).result == "running"


@pytest.mark.parametrize(("said", "result"), [("Yes", "met"), ("No", "running")])
def test_a_chat_counts_only_if_it_was_sent(
    said: str, result: str, house: Lot, lead: Lead, open_phone: Open
) -> None:
    page = open_phone(house.karol, f"/leads/{lead.pk}/")
    page.get_by_label("Reply or note").fill("Ja, er ist noch da.")
    chat = page.locator(".composer").get_by_role("link", name="WhatsApp")
    expect(chat).to_have_attribute("href", re.compile("^https://wa.me/491713920042"))
    _tap_and_come_back(page, chat)

    sheet = page.locator("dialog#sheet")
    expect(sheet).to_contain_text("Sent?")
    sheet.get_by_role("button", name=said, exact=True).click()

    expect(page.locator("#toasts")).to_contain_text("Saved.")
    clock = clock_of(house, lead)
    assert clock.result == result
    assert clock.evidence == ("answered" if result == "met" else "")


def test_later_moves_the_row_and_never_stops_the_clock(
    house: Lot, lead: Lead, open_phone: Open
) -> None:
    page = open_phone(house.karol)
    page.locator(".dock").get_by_role("link", name="Later").click()
    sheet = page.locator("dialog#sheet")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button").last.click()

    expect(page.locator("#toasts")).to_contain_text("Saved")
    assert clock_of(house, lead).result == "running"


def _tap_and_come_back(page: Page, link: object) -> None:
    """The dialler or the chat takes the screen; after it the person comes back to the page."""
    page.evaluate(
        """() => document.addEventListener("click", (event) => {
            const out = event.target.closest("a[data-asks]");
            if (out) event.preventDefault();
        })"""
    )
    link.click()  # type: ignore[attr-defined]
    page.wait_for_timeout(1600)  # shorter than that, nobody was away
    page.evaluate("() => dispatchEvent(new Event('focus'))")
