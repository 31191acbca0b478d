"""A phone with a real browser in front of a running server."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from forecourt.dealership.models import Staff
from tests import chromium
from tests.doors.conftest import lot_with_golf
from tests.doors.lots import Lot, session_of
from tests.live_server import Server, live_server

PHONE: ViewportSize = {"width": 360, "height": 640}
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    """Chromium. Closed after each file: while it runs, asyncio is taken in this thread."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop; nothing else is async
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=browser_path, args=chromium.arguments())
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def house(browser: Browser, server: Server) -> Iterator[Lot]:
    """A lot that is open day and night, so that every clock runs whenever the tests do."""
    with lot_with_golf(server, "DE") as lot:
        yield lot


@pytest.fixture
def open_phone(browser: Browser, server: Server) -> Iterator[Open]:
    """`open_phone(person, path)`: that page on a phone of 360 × 640 where `person` is signed in.

    A script that fails on any page fails the test.
    """
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(person: Staff | None, path: str = "/", **options: Any) -> Page:
        context = browser.new_context(
            viewport=PHONE,
            base_url=server.url,
            locale="en-GB",
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(8000)
        if person is not None:
            sign_in(context, server, person)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def sign_in(context: BrowserContext, server: Server, person: Staff) -> None:
    key = session_of(person)
    context.add_cookies([{"name": "forecourt", "value": key, "url": server.url}])


@pytest.fixture(scope="module")
def demo_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo lot."""
    with live_server(tmp_path_factory.mktemp("demo") / "data", "--demo") as running:
        yield running


@pytest.fixture
def demo(demo_process: Server, django_db_blocker: Any) -> Iterator[Server]:
    with django_db_blocker.unblock(), demo_process.at_database():
        yield demo_process
