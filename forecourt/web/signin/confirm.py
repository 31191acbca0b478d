"""Saying once more who you are, before a way of signing in changes."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.views import ReauthenticateView as ByPassword
from allauth.mfa.base.views import ReauthenticateView as ByCode
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView as ByPasskey

from forecourt.dealership.access import View
from forecourt.web.signin.enter import OnlyLabels


def confirmed(view: View) -> View:
    """Ask people who they are, unless they said so within five minutes."""
    return cast("View", reauthentication_required(app="allauth.mfa")(view))


class ConfirmByPassword(OnlyLabels, ByPassword):
    template_name = "signin/confirm.html"


class ConfirmByCode(OnlyLabels, ByCode):
    template_name = "signin/confirm.html"


class ConfirmByPasskey(ByPasskey):
    template_name = "signin/confirm.html"
