"""A browser in which somebody of the cast is signed in, their second factor known."""

from django.test import Client

from forecourt.dealership.models import Staff
from forecourt.web.signin.second_factor import KNOWN


def signed_in(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session[KNOWN] = True
    session.save()
    return client
