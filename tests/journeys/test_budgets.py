"""What Today may weigh, and that it stands still. How soon it is there is told by the benchmark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.budgets import MOST_SHIFT, NETWORKS, OBSERVE, Weight, visit, weigh
from forecourt.commands.demo_lot.build import people_of_demo
from forecourt.dealership.models import Role
from tests.journeys.conftest import PHONE, sign_in
from tests.live_server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, demo: Server) -> Iterator[Page]:
    """A seller's phone with an empty cache."""
    context = browser.new_context(viewport=PHONE, base_url=demo.url)
    sign_in(context, demo, next(one for one in people_of_demo() if one.role == Role.SALES))
    context.add_init_script(OBSERVE)
    yield context.new_page()
    context.close()


def test_todays_first_visit_stays_in_its_budgets(page: Page) -> None:
    weight: Weight = weigh(page)

    assert weight.over() == [], weight
    assert weight.parts["html"] > 0
    assert weight.parts["script"] > 0


def test_nothing_comes_from_elsewhere(page: Page, demo: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_timeout(300)

    assert [url for url in asked if not url.startswith((demo.url, "data:"))] == []


def test_today_stands_still_on_a_slow_phone(page: Page) -> None:
    seen = visit(page, NETWORKS[1])

    assert seen.lcp > 0
    assert seen.shift <= MOST_SHIFT, seen.moved
