"""How allauth behaves here: nobody signs up by themselves, and it speaks in our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forecourt.capture.secrets import open_secrets, seal_secrets


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Mail address or password is wrong."),
        "too_many_login_attempts": _("Too many attempts. Try again in 15 minutes."),
        "incorrect_password": _("The password is wrong."),
        "rate_limited": _("Too many attempts. Try again in 15 minutes."),
        "incorrect_code": _("The code is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened where it happened."""


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is wrong."),
        "rate_limited": _("Too many attempts. Try again in 15 minutes."),
    }

    def encrypt(self, text: str) -> str:
        return seal_secrets({"": text}).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_secrets(encrypted_text.encode())[""]

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Forecourt"}
