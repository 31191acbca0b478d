"""What Settings and the wizard ask for, with presets that work."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forecourt.customers.phones import normalise_phone, show_phone
from forecourt.dealership.models import Dealership, Role, Staff
from forecourt.web.days import locale

COUNTRIES = (
    "DE", "PL", "AT", "CH", "NL", "BE", "FR", "IT", "ES", "CZ", "SK", "HU", "RO", "BG", "DK", "SE",
    "NO", "FI", "LT", "LV", "EE", "PT", "IE", "GB", "HR", "SI", "GR", "LU", "AE",
)  # fmt: skip
CURRENCIES = (
    "EUR",
    "PLN",
    "GBP",
    "CHF",
    "CZK",
    "HUF",
    "RON",
    "BGN",
    "DKK",
    "SEK",
    "NOK",
    "AED",
    "USD",
)
ELSEWHERE = ("Asia/Dubai", "Asia/Istanbul", "Africa/Casablanca", "UTC")
LANGUAGES = (("en", "English"), ("de", "Deutsch"), ("pl", "Polski"))


def country_choices() -> list[tuple[str, str]]:
    names = locale().territories
    return sorted(((code, names.get(code, code)) for code in COUNTRIES), key=lambda pair: pair[1])


def currency_choices() -> list[tuple[str, str]]:
    names = locale().currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in CURRENCIES]


def zone_choices() -> list[tuple[str, str]]:
    zones = sorted(zone for zone in available_timezones() if zone.startswith("Europe/"))
    return [(zone, zone.replace("_", " ")) for zone in (*zones, *ELSEWHERE)]


class PhoneField(forms.CharField):
    """A number in E.164, typed as people do; the form has `region`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "dir": "ltr"}
        )
        super().__init__(max_length=40, required=False, widget=widget, **kwargs)


def read_phone(typed: str, region: str) -> str:
    if not typed.strip():
        return ""
    number = normalise_phone(typed, region)
    if not number:
        raise ValidationError(_("Check the number; add the country code if it is foreign."))
    return number


class LotForm(forms.Form):
    name = forms.CharField(label=_("Name of the lot"), max_length=120)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    language = forms.ChoiceField(
        label=_("Language of the lot"), choices=LANGUAGES, widget=forms.RadioSelect
    )


class WholeLotForm(LotForm):
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = PhoneField(label=_("Phone"))
    email = forms.EmailField(label=_("Mail address"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    field_order = [
        "name",
        "address",
        "phone",
        "email",
        "language",
        "country",
        "currency",
        "timezone",
    ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "phone" in cleaned:
            try:
                cleaned["phone"] = read_phone(cleaned["phone"], cleaned.get("country", "DE"))
            except ValidationError as fault:
                self.add_error("phone", fault)
        return cleaned


def lot_facts(dealership: Dealership) -> dict[str, Any]:
    names = ("name", "address", "email", "language", "country", "currency", "timezone")
    facts = {name: getattr(dealership, name) for name in names}
    return {**facts, "phone": show_phone(dealership.phone) if dealership.phone else ""}


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("Mail address"), help_text=_("They sign in with it."))
    phone = PhoneField(label=_("Phone"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        initial=Role.SALES,
        widget=forms.RadioSelect,
        help_text=_("Owner and Sales get leads. A viewer only looks."),
    )

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region

    def clean_phone(self) -> str:
        return read_phone(self.cleaned_data["phone"], self.region)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


def person_facts(person: Staff) -> dict[str, Any]:
    facts = {name: getattr(person, name) for name in ("name", "email", "role")}
    return {**facts, "phone": show_phone(person.phone) if person.phone else ""}
