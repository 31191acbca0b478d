"""The fields of a car, read once."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forecourt.exchange.cells import read_date, read_money
from forecourt.stock.facts import CarFacts, facts_from
from forecourt.stock.models import Vehicle
from forecourt.stock.plates import read_plate

FUELS = ("petrol", "diesel", "hybrid", "plug-in hybrid", "electric", "lpg", "cng", "hydrogen")
GEARBOXES = ("manual", "automatic")


class MoneyField(forms.CharField):
    """An amount as people type it: 15.990,00 or 15 990 or 15,990."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        read = read_money(text, "")
        if read is None or read.amount is None or not Decimal(0) <= read.amount < Decimal(10**9):
            raise forms.ValidationError(_("Enter an amount, such as 15900."))
        return read.amount

    def validate(self, value: Any) -> None:
        """Nothing is required of a price."""


class NumberField(forms.CharField):
    """A whole number with any separators: 98.000 or 98 000."""

    def __init__(self, *, most: int, **given: Any) -> None:
        super().__init__(required=False, **given)
        self.most = most

    def to_python(self, value: Any) -> Any:
        digits = re.sub(r"[\s.,'’\u00a0\u202f]|km$", "", str(value or "").strip().lower())
        if not digits:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", digits) or int(digits) > self.most:
            raise forms.ValidationError(_("Enter a whole number."))
        return int(digits)


class CarForm(forms.Form):
    make = forms.CharField(max_length=60, required=False)
    model = forms.CharField(max_length=80, required=False)
    variant = forms.CharField(max_length=120, required=False)
    year = NumberField(most=2100)
    first_registration = forms.CharField(max_length=20, required=False)
    mileage_km = NumberField(most=9_999_999)
    fuel = forms.ChoiceField(choices=[(fuel, fuel) for fuel in ("", *FUELS)], required=False)
    gearbox = forms.ChoiceField(choices=[(box, box) for box in ("", *GEARBOXES)], required=False)
    power_kw = NumberField(most=2000)
    colour = forms.CharField(max_length=40, required=False)
    vin = forms.CharField(max_length=30, required=False)
    plate = forms.CharField(max_length=20, required=False)
    stock_number = forms.CharField(max_length=30, required=False)
    price = MoneyField(required=False)
    floor_price = MoneyField(required=False)
    status = forms.ChoiceField(choices=Vehicle.Status.choices, required=False)
    place = forms.CharField(max_length=40, required=False)
    notes = forms.CharField(max_length=2000, required=False)

    def __init__(self, *given: Any, country: str, **named: Any) -> None:
        super().__init__(*given, **named)
        self.country = country

    def clean_first_registration(self) -> str:
        text: str = self.cleaned_data["first_registration"].strip()
        read = read_date(text) if text else ""
        if read is None:
            raise forms.ValidationError(_("Enter month and year, such as 03/2019."))
        return read

    def clean_plate(self) -> str:
        """As the country writes it; one that it does not know stays as typed."""
        typed: str = self.cleaned_data["plate"]
        return read_plate(typed, self.country).text or typed.strip().upper()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not (found.get("make") or found.get("vin")) and "make" not in self.errors:
            self.add_error("make", _("Enter a make or a VIN."))
        return found

    @property
    def facts(self) -> CarFacts:
        found = dict(self.cleaned_data)
        if not found.get("status"):
            found.pop("status", None)
        return facts_from(found)
