"""The sheet on a phone: a record with signal and without it, sent once when it is back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as house
from playwright.sync_api import Page, expect, sync_playwright

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from tests.browsers import browser_of
from tests.chromium import arguments

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def page(
    browser_path: str, monkeypatch: pytest.MonkeyPatch, live_server: Any, karol: Staff
) -> Iterator[Page]:
    """Karol's phone, signed in, on the stock page."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    session = browser_of(karol).cookies[house.SESSION_COOKIE_NAME].value
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=arguments())
        context = browser.new_context(
            reduced_motion="reduce",
            viewport={"width": 360, "height": 640},
            has_touch=True,
            service_workers="block",
        )
        context.add_cookies(
            [{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(f"{live_server.url}/stock/")
        yield page
        browser.close()


def open_sheet(page: Page) -> None:
    page.locator(".places-new a").click()
    expect(page.get_by_label("Phone", exact=True).first).to_be_visible()
    expect(page.locator("#sheet [name=phone]")).to_be_focused()


def leads(lot: Dealership) -> list[str]:
    with acting_for(lot):
        return list(Lead.objects.order_by("id").values_list("customer__name", flat=True))


def test_one_hand_writes_a_lead_down_and_takes_it_back(page: Page, lot: Dealership) -> None:
    open_sheet(page)
    page.keyboard.type("01705550120")
    page.locator("#sheet [name=name]").fill("Lena")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("#sheet")).not_to_be_visible()
    expect(page.locator("[data-toast]")).to_contain_text("Saved. Call")
    assert leads(lot) == ["Lena"]

    page.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-toast]")).to_contain_text("Undone")
    with acting_for(lot):
        assert not Lead.objects.open().exists()


def test_without_signal_it_stays_on_the_phone_and_is_sent_once(page: Page, lot: Dealership) -> None:
    open_sheet(page)
    page.context.set_offline(True)
    page.locator("#sheet [name=phone]").fill("0170 5550121")
    page.locator("#sheet [name=name]").fill("Jan")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("[data-toast]")).to_contain_text("Saved on this phone")
    expect(page.locator("[data-unsent]")).to_be_visible()
    assert leads(lot) == []

    with page.expect_response(lambda answer: answer.url.endswith("/new/")):
        page.context.set_offline(False)
    expect(page.locator("[data-unsent]")).to_be_hidden()
    page.reload()
    page.wait_for_load_state("networkidle")
    assert leads(lot) == ["Jan"]


def test_two_people_written_down_without_signal_are_two_leads(page: Page, lot: Dealership) -> None:
    open_sheet(page)
    page.context.set_offline(True)
    for name in ("Anna", "Jan"):
        page.locator("#sheet [name=name]").fill(name)
        page.locator("#sheet").evaluate("(sheet) => sheet.querySelector('form').requestSubmit()")
        expect(page.locator("#sheet")).not_to_be_visible()
        page.locator("#sheet").evaluate("(sheet) => sheet.showModal()")

    page.context.set_offline(False)
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert leads(lot) == ["Anna", "Jan"]


def test_a_missing_number_is_said_under_the_field(page: Page, lot: Dealership) -> None:
    open_sheet(page)
    page.get_by_role("button", name="Save").click()

    expect(page.locator("#sheet .field[data-error]")).to_contain_text(
        "Enter a phone number or a name."
    )
    assert leads(lot) == []
