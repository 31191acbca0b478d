"""Making the second factor: a passkey, or a password with an authenticator app."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal.auth import WebAuthn, begin_registration
from django import forms
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from forecourt.dealership.access import signed_in
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.verbs.secure import secured
from forecourt.dealership.verbs.set_password import set_password
from forecourt.web.signin.confirm import confirmed
from forecourt.web.signin.devices import device_of, passkeys_work_here
from forecourt.web.signin.qr import qr_of
from forecourt.web.signin.second_factor import KNOWN, has_second_factor


class PasswordAndApp(ActivateTOTPForm):
    """Both at once, so that nobody is left with a password alone."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("10 characters or more."),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    field_order = ["password", "code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("6 digits from the app")
        self.fields["code"].widget.attrs = {
            "autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12",
        }  # fmt: skip

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@confirmed
def passkey(request: StaffRequest) -> HttpResponse:
    """The first page after an invitation, and "Add passkey" in Settings."""
    person = request.staff
    form = AddWebAuthnForm(user=person, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name = device_of(request.META.get("HTTP_USER_AGENT", ""))
        with transaction.atomic():
            WebAuthn.add(person, name, form.cleaned_data["credential"])
            secured(person, "passkey_added", at=timezone.now())
        request.session[KNOWN] = True
        return redirect(onward(request))
    context = {
        "form": form,
        "passkeys": passkeys_work_here(request),
        "has_one": has_second_factor(person),
        "onward": onward(request),
        "options": begin_registration(person, True) if passkeys_work_here(request) else {},
    }
    return render(request, "signin/passkey.html", context)


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@confirmed
def password_and_app(request: StaffRequest) -> HttpResponse:
    person = request.staff
    form = PasswordAndApp(user=person, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            _forget(person, Authenticator.Type.TOTP)
            TOTP.activate(person, form.secret)
            set_password(person, form.cleaned_data["password"], by=person, at=timezone.now())
            secured(person, "app_added", at=timezone.now())
            _forget(person, Authenticator.Type.RECOVERY_CODES)
            RecoveryCodes.activate(person)
        keep_this_session(request)
        clear_totp_secret(request)
        request.session[KNOWN] = True
        return redirect("/second-factor/codes/")
    otpauth = get_adapter().build_totp_url(person, form.secret)
    context = {"form": form, "qr": qr_of(otpauth), "otpauth": otpauth, "secret": form.secret}
    return render(request, "signin/password_and_app.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@confirmed
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Ten codes, each good once instead of the app. POST makes new ones."""
    person = request.staff
    if request.method == "POST":
        with transaction.atomic():
            _forget(person, Authenticator.Type.RECOVERY_CODES)
            RecoveryCodes.activate(person)
            secured(person, "codes_renewed", at=timezone.now())
        return redirect(request.path)
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    codes = kept.wrap().get_unused_codes() if kept else []
    return render(request, "signin/codes.html", {"codes": codes, "onward": onward(request)})


def keep_this_session(request: StaffRequest) -> None:
    """After a password change every other session ends at its next request."""
    update_session_auth_hash(request, request.staff)
    password_changed.send(sender=type(request.staff), request=request, user=request.staff)


def onward(request: StaffRequest) -> str:
    """Where a person goes once they can sign in again by themselves."""
    if request.GET.get("from") == "account" or request.POST.get("from") == "account":
        return "/settings/account/"
    person = request.staff
    return "/setup/" if person.is_owner and person.dealership.set_up_at is None else "/"


def _forget(person: object, kind: Authenticator.Type) -> None:
    Authenticator.objects.filter(user=person, type=kind).delete()
