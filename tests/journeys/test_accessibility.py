"""Each screen in each look and language: nothing that axe finds, everything in reach of a thumb."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from forecourt.commands.demo_lot.build import people_of_demo
from forecourt.dealership.models import Staff
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.add_staff import add_staff
from forecourt.dealership.verbs.change_staff import change_staff
from forecourt.leads.models import Lead
from tests.journeys.conftest import PHONE, sign_in
from tests.journeys.screens import LANGUAGES, LONG, OTHER_THEMES, Screens, screens_of_demo
from tests.live_server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
    "resultTypes": ["violations"],
}
WHOLE: ViewportSize = {"width": 360, "height": 3000}  # nothing lies under the dock
NARROW: ViewportSize = {"width": 320, "height": 640}
LEAST = 44
SMALL = """(least) => {
    const targets = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    const hit = (part) => {
        if (part.matches("[type=checkbox], [type=radio]")) return part.closest("label") || part;
        const spread = getComputedStyle(part, "::after").position === "absolute";
        return (spread && part.offsetParent) || part; };
    return [...document.querySelectorAll(targets)]
        .filter((part) => part.offsetParent && getComputedStyle(part).display !== "inline"
            && !part.closest("[hidden], dialog:not([open]), .away"))
        .map((part) => {
            const { width, height } = hit(part).getBoundingClientRect();
            return [part.outerHTML.slice(0, 110), Math.round(width), Math.round(height)]; })
        .filter(([, width, height]) => width > 1 && (width < least || height < least)); }"""
SIDEWAYS = """() => {
    const edge = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth - edge;
    if (wide <= 0) return [];
    const over = (part) => part.offsetParent && part.getBoundingClientRect().right > edge + 1;
    const held = (part) => {
        for (let up = part.parentElement; up && up !== document.body; up = up.parentElement)
            if (getComputedStyle(up).overflowX !== "visible") return true;
        return false; };
    const out = [...document.querySelectorAll("body *")]
        .filter((part) => over(part) && !held(part));
    return out.filter((part) => !out.some((other) => part !== other && part.contains(other)))
        .slice(0, 4).map((part) => `+${wide} ${part.outerHTML.slice(0, 120)}`); }"""
CLIPPED = """() => [...document.querySelectorAll("h1, h2, button span, .button span, label")]
    .filter((part) => part.offsetParent && !part.matches(".sr, .sr *")
        && part.scrollWidth > part.clientWidth + 1
        && getComputedStyle(part).overflowX !== "visible"
        && getComputedStyle(part).textOverflow !== "ellipsis")
    .map((part) => part.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def screens(demo_process: Server, django_db_blocker: Any) -> Screens:
    """The demo lot with a colleague of a long name who has nothing to do, and a long customer."""
    with django_db_blocker.unblock(), demo_process.at_database():
        return _prepared()


def _prepared() -> Screens:
    lot = people_of_demo()[0].dealership
    with acting_for(lot):
        add_staff(lot, email="neu@lot.example", name=LONG, role="sales", at=datetime.now(UTC))
        first = Lead.objects.waiting_for_us().select_related("customer").first()
        assert first is not None
        first.customer.name = LONG
        first.customer.save(update_fields=["name"])
    return screens_of_demo()


@pytest.fixture
def open_as(browser: Browser, demo: Server) -> Iterator[Any]:
    contexts: list[BrowserContext] = []

    def opened(person: Staff | None, viewport: ViewportSize = PHONE, **more: Any) -> Page:
        context = browser.new_context(
            viewport=viewport, base_url=demo.url, reduced_motion="reduce",
            service_workers="block", bypass_csp=True, **more,
        )  # fmt: skip
        contexts.append(context)
        if person is not None:
            sign_in(context, demo, person)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def look(person: Staff, theme: str, language: str) -> None:
    with acting_for(person.dealership):
        change_staff(person, by=person, at=datetime.now(UTC), theme=theme, language=language)


def pages_of(screens: Screens) -> list[tuple[Staff | None, str]]:
    return [
        *((screens.seller, path) for path in screens.of_seller),
        *((screens.owner, path) for path in screens.of_owner),
        (screens.newcomer, "/"),
        *((None, path) for path in screens.of_strangers),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_any_look(language: str, screens: Screens, open_as: Any) -> None:
    """Every rule in the light look; in the others the one rule that sees colours."""
    found: list[str] = []
    script = Axe().axe_script
    for person, path, page in _visited(screens, open_as, language, WHOLE, found):
        page.evaluate(script)
        found += [f"{path} {fault}" for fault in _axe(page, RULES)]
        for theme in OTHER_THEMES if person is not None else ():
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
            found += [f"{path} {theme} {fault}" for fault in _axe(page, CONTRAST)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_target_is_large_and_nothing_runs_off_the_side(
    language: str, screens: Screens, open_as: Any
) -> None:
    found: list[str] = []
    for _, path, page in _visited(screens, open_as, language, NARROW, found):
        found += [f"{path} small: {small}" for small in page.evaluate(SMALL, LEAST)]
        found += [f"{path} wide: {wide}" for wide in page.evaluate(SIDEWAYS)]
        found += [f"{path} cut: {cut}" for cut in page.evaluate(CLIPPED)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_of_twice_the_size_fit_a_phone(
    language: str, screens: Screens, open_as: Any
) -> None:
    found: list[str] = []
    for _, path, page in _visited(screens, open_as, language, PHONE, found):
        page.add_style_tag(content="html { font-size: 200% !important }")
        found += [f"{path} wide: {wide}" for wide in page.evaluate(SIDEWAYS)]
        found += [f"{path} cut: {cut}" for cut in page.evaluate(CLIPPED)]
    assert found == [], "\n".join(found)


def _visited(
    screens: Screens, open_as: Any, language: str, viewport: ViewportSize, found: list[str]
) -> Iterator[tuple[Staff | None, str, Page]]:
    """Each screen, open in front of whom it is for; one that does not open is told in `found`."""
    pages: dict[Staff | None, Page] = {}
    for person, path in pages_of(screens):
        if person not in pages:
            if person is not None:
                look(person, "day", language)
            pages[person] = open_as(person, viewport, locale=language)
        answer = pages[person].goto(path)
        assert answer is not None
        if answer.status not in {200, 410}:
            found.append(f"{path}: HTTP {answer.status}")
            continue
        yield person, path, pages[person]


def _axe(page: Page, options: dict[str, Any]) -> list[str]:
    """`Axe().run` without its script, which a page keeps once it has read it."""
    violations = page.evaluate("async (how) => (await axe.run(how)).violations", options)
    return [f"{one['id']}: {node['html'][:140]}" for one in violations for node in one["nodes"]]


def test_what_is_needed_every_day_lies_under_the_thumb(screens: Screens, open_as: Any) -> None:
    look(screens.seller, "day", "en")
    page = open_as(screens.seller)
    lead = next(path for path in screens.of_seller if path.startswith("/leads/"))
    for path in ("/", lead, "/new/"):
        page.goto(path)
        box = page.locator(".dock [data-kind=filled]").first.bounding_box()
        assert box is not None, path
        assert box["y"] >= 0.4 * PHONE["height"], (path, box)
        assert box["y"] + box["height"] <= PHONE["height"], (path, box)
        assert box["height"] >= LEAST, (path, box)
