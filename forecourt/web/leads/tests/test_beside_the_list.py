"""On a desk the lead stands beside its list and goes on by itself."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as house
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect, sync_playwright

from forecourt.conversations.verbs.note import note
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from forecourt.stock.models import Vehicle
from tests.asked import asked
from tests.browsers import browser_of
from tests.chromium import arguments

COLUMN = {"HX-Request": "true", "HX-Target": "detail"}


@pytest.fixture
def lead(lot: Dealership, karol: Staff, ania: Staff) -> Lead:
    asked(lot, "Marta Kowalska", at=timezone.now() - timedelta(minutes=9))
    return asked(lot, "Piotr Nowak", at=timezone.now() - timedelta(minutes=5))


@pytest.mark.parametrize("path", ["/", "/inbox/", "/leads/"])
def test_each_list_keeps_room_for_a_lead_and_links_to_it(
    lead: Lead, ania: Staff, path: str
) -> None:
    shown = browser_of(lead.owner).get(path).content.decode()

    assert f'data-list="{path}"' in shown
    assert 'id="detail"' in shown
    assert f'href="/leads/{lead.pk}/"' in shown


def test_the_column_is_the_lead_without_the_shell_around_it(lead: Lead, karol: Staff) -> None:
    browser = Client(headers=COLUMN)
    browser.cookies = browser_of(karol).cookies

    shown = browser.get(f"/leads/{lead.pk}/").content.decode()

    assert "<html" not in shown
    assert "<h1" not in shown
    assert f'data-lead="{lead.pk}"' in shown


def test_stefan_gets_404(lead: Lead, stefan: Staff) -> None:
    browser = browser_of(stefan)

    assert browser.get(f"/leads/{lead.pk}/", headers=COLUMN).status_code == 404


def news_of(lead: Lead) -> str:
    """The script by which an open screen hears that something happened to `lead`."""
    event = f"new CustomEvent('forecourt:lead', {{detail: 'lead-{lead.pk}'}})"
    return f"document.dispatchEvent({event})"


@pytest.fixture
def desk(
    browser_path: str, monkeypatch: pytest.MonkeyPatch, live_server: Any, karol: Staff
) -> Iterator[Page]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    session = browser_of(karol).cookies[house.SESSION_COOKIE_NAME].value
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=arguments())
        context = browser.new_context(
            reduced_motion="reduce",
            viewport={"width": 1440, "height": 900},
            base_url=live_server.url,
            service_workers="block",
        )
        context.add_cookies(
            [{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        yield context.new_page()
        browser.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_row_opens_beside_the_list_and_the_address_follows(desk: Page, lead: Lead) -> None:
    desk.goto("/leads/")
    expect(desk.locator("#detail h2").first).to_have_text("Piotr Nowak")

    desk.get_by_role("link", name="Marta Kowalska").click()

    expect(desk.locator("#detail h2").first).to_have_text("Marta Kowalska")
    expect(desk.locator(".column-list [data-selected]")).to_contain_text("Marta")
    expect(desk).not_to_have_url(f"/leads/{lead.pk}/")
    desk.go_back()
    expect(desk.locator("#detail h2").first).to_have_text("Piotr Nowak")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_news_of_the_open_lead_come_at_the_end_or_wait_behind_a_pill(
    desk: Page, lead: Lead, ania: Staff
) -> None:
    desk.goto(f"/leads/{lead.pk}/")
    with acting_for(lead.dealership):
        note(lead, "He rang me", by=ania, at=timezone.now())
    desk.evaluate(news_of(lead))
    expect(desk.locator("#talk")).to_contain_text("He rang me")
    expect(desk.locator("[data-talk-new]")).to_be_hidden()

    with acting_for(lead.dealership):
        for n in range(40):
            note(lead, f"Note {n}", by=ania, at=timezone.now())
    desk.reload()
    desk.evaluate("scrollTo({top: 0})")
    with acting_for(lead.dealership):
        note(lead, "And again", by=ania, at=timezone.now())
    desk.evaluate(news_of(lead))

    expect(desk.locator("[data-talk-new]")).to_have_text("1 new ↓")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_brief_stays_as_it_was_folded_when_news_arrive(
    desk: Page, lead: Lead, ania: Staff
) -> None:
    desk.set_viewport_size({"width": 360, "height": 640})
    desk.goto(f"/leads/{lead.pk}/")
    brief = desk.locator("#lead-brief")
    for n, turned in enumerate((None, True, False)):
        if turned is not None:
            brief.locator("summary").click()
        with acting_for(lead.dealership):
            note(lead, f"Note {n}", by=ania, at=timezone.now())
        desk.evaluate(news_of(lead))
        expect(desk.locator("#talk")).to_contain_text(f"Note {n}")
        assert brief.evaluate("part => part.open") is bool(turned)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_car_that_moves_on_stays_beside_its_list(
    desk: Page, lot: Dealership, golf: Vehicle, bmw: Vehicle
) -> None:
    desk.goto("/stock/")
    row = desk.locator(f"#car-{bmw.pk}")
    row.get_by_role("link").click()
    expect(desk.locator("#detail h2").first).to_have_text("BMW 320d")

    desk.locator("#detail summary").click()
    desk.get_by_role("button", name="Under repair").click()

    expect(desk.locator("#detail .car-now")).to_have_text("Under repair")
    expect(row).to_contain_text("Under repair")
    expect(row).to_have_attribute("data-selected", "")
    expect(desk.locator("[data-toast]")).to_contain_text("Under repair")
    expect(desk).to_have_url(re.compile(rf"/cars/{bmw.pk}/$"))
    expect(desk.locator(f"#car-{golf.pk}")).to_be_visible()
