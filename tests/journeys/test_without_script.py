"""Every flow works by full page loads where no script runs."""

import re

import pytest
from playwright.sync_api import expect

from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from forecourt.sla.models import Clock
from tests.doors.lots import Lot
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser


def test_from_today_to_the_lead_to_how_it_went_and_back(house: Lot, open_phone: Open) -> None:
    house.take_off(house.ewa)
    house.feed("whatsapp", "01_text.json")
    page = open_phone(house.karol, java_script_enabled=False)

    page.locator("[data-row] a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jonas Becker")
    page.get_by_role("link", name="More").click()
    page.get_by_role("link", name="Call result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How did it go?")
    page.get_by_role("button", name="Reached").click()

    expect(page).to_have_url(re.compile(r"/leads/\d+/$"))
    expect(page.locator("#toasts")).to_contain_text("Saved.")
    with acting_for(house.dealership):
        assert Clock.objects.get().result == "met"
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    with acting_for(house.dealership):
        assert Clock.objects.get().result == "running"
    page.goto("/")
    expect(page.locator("[data-row]")).to_contain_text("Jonas Becker")


def test_a_walk_in_a_note_and_a_new_owner(house: Lot, open_phone: Open) -> None:
    page = open_phone(house.karol, "/new/", java_script_enabled=False)
    page.get_by_role("textbox", name="Phone").fill("0170 5550126")
    page.get_by_label("Name").fill("Ohne Skript")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toasts")).to_contain_text("Saved")

    lead = house.lead_of("Ohne Skript")
    page.goto(f"/leads/{lead.pk}/")
    page.get_by_label("Reply or note").fill("kommt mit der Frau")
    page.get_by_role("button", name="Note").click()
    expect(page.locator("#main")).to_contain_text("kommt mit der Frau")

    page.goto(f"/leads/{lead.pk}/owner/")
    page.get_by_label("Ewa Lis").or_(page.get_by_role("button", name="Ewa Lis")).first.click()
    if page.get_by_role("button", name="Give to").count():
        page.get_by_role("button", name="Give to").click()
    with acting_for(house.dealership):
        assert Lead.objects.get(pk=lead.pk).owner_id == house.ewa.pk


@pytest.mark.parametrize(
    "path", ["/", "/inbox/", "/inbox/?show=held", "/leads/", "/stock/", "/new/", "/settings/"]
)
def test_each_place_is_a_page(path: str, house: Lot, open_phone: Open) -> None:
    page = open_phone(house.ewa, path, java_script_enabled=False)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
