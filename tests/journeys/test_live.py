"""A new lead shows on an open Today within two seconds, and nothing moves under the thumb."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.doors.lots import Lot, sample
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser

WITHIN_S = 2.0
PLACES = """() => [...document.querySelectorAll("#main *, .foot *")]
    .filter((part) => part.offsetParent && !part.closest("[data-new-pill], template"))
    .map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        return [part.tagName, part.id, x, y, width, height]; })"""
SEEN = """() => { window.seen = 0;
    const pill = document.querySelector("[data-new-pill]");
    const look = () => { if (!pill.hidden && !window.seen) window.seen = Date.now(); };
    new MutationObserver(look).observe(pill, { attributes: true }); }"""


def test_a_fed_lead_raises_the_pill_and_a_tap_brings_it_with_all_it_needs(
    house: Lot, open_phone: Open
) -> None:
    house.take_off(house.ewa)
    house.feed("mail", "12_cp1252_undeclared.eml")
    page = open_phone(house.karol)
    expect(page.locator("[data-row]")).to_have_count(1)
    _listens(page)
    before = page.evaluate(PLACES)
    page.evaluate(SEEN)

    began = time.time()
    fed = house.server.command(
        "feed", str(sample("whatsapp", "01_text.json")), "--channel", "whatsapp",
        "--dealership", house.dealership.slug,
    )  # fmt: skip
    assert fed.returncode == 0, fed.stderr
    expect(page.locator("[data-new-pill]:visible")).to_have_text("1 new")
    row = house.newest()
    shown_after = page.evaluate("window.seen") / 1000 - row.received_at.timestamp()
    assert shown_after < WITHIN_S, f"{shown_after:.2f} s, fed in {time.time() - began:.2f} s"
    assert page.evaluate(PLACES) == before

    page.locator("[data-new-pill]:visible").click()
    card = page.locator(".now [data-row]").first
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(2)
    fresh = rows.filter(has_text="Jonas Becker")
    expect(fresh).to_contain_text("Golf")
    expect(fresh).to_contain_text("min left")
    expect(fresh).to_contain_text("WhatsApp")
    expect(card.locator(".fuse")).to_be_visible()

    fresh.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jonas Becker")
    expect(page.locator(".lead-head")).to_contain_text("yours")
    expect(page.locator(".next-step")).to_contain_text("Reply")
    expect(page.locator(".next-step time")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("Guten Tag, ist der Golf GF-1187 noch verfügbar?")


def test_a_lead_that_a_colleague_answers_says_so_in_its_place(house: Lot, open_phone: Open) -> None:
    house.take_off(house.ewa)
    house.feed("whatsapp", "01_text.json")
    house.feed("whatsapp", "03_image_caption.json")
    page = open_phone(house.karol)
    expect(page.locator("[data-row]")).to_have_count(2)
    _listens(page)
    lead = house.lead_of("Jonas Becker")

    house.answered(lead, house.ewa)

    row = page.locator(f"#lead-{lead.pk}")
    expect(row).to_contain_text("Answered")
    expect(row).to_contain_text("Ewa Lis")
    expect(page.locator("[data-row]")).to_have_count(2)


def _listens(page: Page) -> None:
    """The page hears the server: its stream is open and has said where it stands."""
    page.wait_for_function("() => performance.getEntriesByType('resource').length > 0")
    page.wait_for_timeout(700)
