"""Saying once more who you are, before a way of signing in changes."""

from allauth.account.views import ReauthenticateView as ByPassword
from allauth.mfa.base.views import ReauthenticateView as ByCode
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView as ByPasskey


class ConfirmByPassword(ByPassword):
    template_name = "signin/confirm.html"


class ConfirmByCode(ByCode):
    template_name = "signin/confirm.html"


class ConfirmByPasskey(ByPasskey):
    template_name = "signin/confirm.html"
