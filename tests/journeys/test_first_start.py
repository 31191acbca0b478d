"""From the link that the first start prints to the first lead."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.live_server import live_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_the_printed_link_by_passkey_and_wizard_to_a_lead_on_today(
    browser: Browser, tmp_path: Path
) -> None:
    with live_server(tmp_path / "data") as server:
        (link,) = re.findall(r"Set up your lot: (\S+)", server.printed())
        context = browser.new_context(reduced_motion="reduce", viewport=PHONE, locale="en-GB")
        context.set_default_timeout(8000)
        page = context.new_page()
        _carry_a_key(page)

        page.goto(link)
        page.get_by_label("Your name").fill("Ewa Lis")
        page.get_by_label("Mail address").fill("ewa@lis.example")
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Make passkey").click()
        expect(page).not_to_have_url(re.compile("second-factor/$"))

        page.goto(f"{server.url}/setup/")
        page.get_by_label("Name").fill("Autohaus Lis")
        for heading in (
            "Lot and language", "When are you open?", "Who sells with you?",
            "How fast do you reply?", "Where do leads come from?", "Which cars do you have?",
        ):  # fmt: skip
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
            _next(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("On the phone")
        page.get_by_role("link", name="Send a test lead").click()
        page.get_by_role("button", name="Send a test lead").click()
        expect(page.get_by_text("It has arrived")).to_be_visible()
        page.goto(f"{server.url}/setup/phone/")
        page.get_by_role("button", name="Finish").click()

        expect(page).to_have_url(f"{server.url}/")
        expect(page.locator("[data-row]").first).to_contain_text("Test lead")

        page.get_by_role("button", name="You").or_(page.locator("[data-opens=me]")).first.click()
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url(re.compile("/sign-in/"))
        page.goto(f"{server.url}/")
        page.get_by_role("button", name="Use passkey").click()
        expect(page.locator("[data-row]").first).to_contain_text("Test lead")

        page.goto(link)
        expect(page.get_by_role("button", name="Go on")).to_have_count(0)
        context.close()


def _next(page: Page) -> None:
    dock = page.locator(".dock")
    dock.get_by_role("button", name="Next").or_(dock.get_by_role("link", name="Next")).click()


def _carry_a_key(page: Page) -> None:
    """The phone has a fingerprint reader that always recognises its owner."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
