"""What is to be handed on goes to the clipboard whole."""

import pytest
from playwright.sync_api import Page, expect

from forecourt.dealership.scope import acting_for
from forecourt.stock.models import Vehicle
from tests.doors.lots import Lot
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser

MAY_READ = ["clipboard-read", "clipboard-write"]


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_vin_is_copied_without_its_gaps(house: Lot, open_phone: Open) -> None:
    with acting_for(house.dealership):
        car = Vehicle.objects.exclude(vin="")[0]
    page = open_phone(house.karol, f"/cars/{car.pk}/", permissions=MAY_READ)

    page.get_by_role("button", name="copy", exact=True).click()

    expect(page.locator("#toasts")).to_contain_text("Copied")
    assert clipboard(page) == car.vin


def test_the_address_of_a_channel_is_copied(house: Lot, open_phone: Open) -> None:
    address = f"/settings/channels/{house.connection('form').pk}/"
    page = open_phone(house.ewa, address, permissions=MAY_READ)

    page.get_by_role("button", name="Copy").first.click()

    expect(page.locator("#toasts")).to_contain_text("Copied")
    assert clipboard(page) == page.locator("#address").input_value()
