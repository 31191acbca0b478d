"""The one-time link: looking at it shows who and which lot, only POST uses it up."""

from datetime import datetime

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from forecourt.dealership.access import address_is_taken, invited_by
from forecourt.dealership.middleware import language_of_stranger
from forecourt.dealership.models import Staff
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.add_staff import AddressIsTaken
from forecourt.dealership.verbs.change_staff import change_staff
from forecourt.dealership.verbs.invite import SpentInvitation, accept_invitation
from forecourt.web.signin.second_factor import demo_is_open

BACKEND = "forecourt.dealership.sign_in.StaffBackend"
UNNAMED = ".invalid"  # the owner of the first start has an address of nobody


class Introduction(forms.Form):
    """Who the owner is; asked once, on the first start."""

    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Mail address"),
        help_text=_("You sign in with it."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if address_is_taken(email):
            raise ValidationError(_("Somebody signs in with this address already."))
        return email


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    person = invited_by(token, at=at)
    if person is None:
        return _spent(request)
    asks = person.email.endswith(UNNAMED)
    posted = request.method == "POST"
    form = Introduction(request.POST if posted else None) if asks else None
    if posted and (form is None or form.is_valid()):
        try:
            return _enter(request, token, form, at)
        except SpentInvitation:
            return _spent(request)
    with translation.override(_language(request, person)):
        context = {"person": person, "form": form, "demo": demo_is_open()}
        return render(request, "signin/welcome.html", context)


def _enter(
    request: HttpRequest, token: str, form: Introduction | None, at: datetime
) -> HttpResponse:
    with transaction.atomic():
        person = accept_invitation(token, at=at)
        if form is not None:
            with acting_for(person.dealership):
                _introduce(person, form, language_of_stranger(request), at)
    login(request, person, backend=BACKEND)
    UserSession.objects.create_from_request(request)
    record_authentication(request, person, method="link", reauthenticated=True)
    if demo_is_open():
        return redirect("/")
    return redirect("/second-factor/")


def _introduce(person: Staff, form: Introduction, language: str, at: datetime) -> None:
    try:
        change_staff(person, by=person, at=at, language=language, **form.cleaned_data)
    except AddressIsTaken:
        raise SpentInvitation from None


def _language(request: HttpRequest, person: Staff) -> str:
    """Their own, if they have chosen one; else that of the phone in their hand."""
    return person.language or language_of_stranger(request)


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "signin/spent.html", status=410)
