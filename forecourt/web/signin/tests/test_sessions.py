"""A session is looked up by a key that may be one, whatever the cookie holds."""

import pytest
from django.conf import settings
from django.test import Client

from forecourt.web.signin.sessions import SessionStore


@pytest.mark.parametrize("key", ["aaaaaaaaaa\x00", "a" * 40 + "'", "łłłłłłłłłł", " " * 32])
def test_a_key_that_is_none_opens_nothing(db: None, key: str) -> None:
    assert SessionStore(key).session_key is None


def test_a_cookie_with_a_nul_asks_to_sign_in(db: None) -> None:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "aaaaaaaaaa\x00"  # sent as "…\\000"
    assert browser.get("/").headers["Location"].startswith("/sign-in/")


def test_a_key_of_ours_finds_its_session(db: None) -> None:
    kept = SessionStore()
    kept["place"] = "inbox"
    kept.save()
    assert SessionStore(kept.session_key)["place"] == "inbox"
