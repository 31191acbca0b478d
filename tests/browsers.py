"""A browser in which somebody of the cast is signed in, their second factor known."""

from typing import Any

from django.test import Client

from forecourt.dealership.models import Staff
from forecourt.web.signin.second_factor import KNOWN


def browser_of(person: Staff, **options: Any) -> Client:
    """`options` go to the Client."""
    browser = Client(**options)
    browser.force_login(person)
    session = browser.session
    session[KNOWN] = True
    session.save()
    return browser
