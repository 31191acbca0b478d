"""From the invitation to a passkey and in again, in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.invite import invite
from tests.chromium import arguments

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser_path: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=arguments())
        context = browser.new_context(
            reduced_motion="reduce", viewport={"width": 360, "height": 640}
        )
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        yield page
        browser.close()


@pytest.mark.django_db(transaction=True)
def test_karol_makes_a_passkey_and_signs_in_with_it(
    page: Page, live_server: Any, settings: Any, karol: Staff, lot: Dealership
) -> None:
    settings.DEMO_MARK = None
    Staff.objects.update(password="!")
    with acting_for(lot):
        token = invite(karol, at=timezone.now())
    house = live_server.url.replace("127.0.0.1", "localhost")

    page.goto(f"{house}/welcome/{token}/")
    page.get_by_role("button", name="Go on").click()
    page.goto(f"{house}/settings/account/")
    assert page.url == f"{house}/second-factor/"
    page.get_by_role("button", name="Make passkey").click()
    page.wait_for_url(f"{house}/")
    page.context.clear_cookies()
    page.goto(f"{house}/settings/account/")
    page.get_by_role("button", name="Use passkey").click()
    page.wait_for_url(f"{house}/settings/account/")

    assert page.get_by_role("heading", name="My account").is_visible()
    kept = Authenticator.objects.get(user=karol)
    assert kept.type == Authenticator.Type.WEBAUTHN
    assert kept.last_used_at is not None
