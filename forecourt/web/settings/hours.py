"""When the lot is open: the week, public holidays, single days."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forecourt.dealership.access import owner_only
from forecourt.dealership.holidays_of import UnknownRegion, public_holidays, region_names
from forecourt.dealership.hours import Window
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import Dealership
from forecourt.dealership.queries import days_with_other_hours, opening_windows
from forecourt.dealership.verbs.change_dealership import change_dealership
from forecourt.dealership.verbs.keep_hours import except_day, keep_hours, keep_usual_hours
from forecourt.web.settings.week import (
    HoursAreWrong,
    read_week,
    week_of_post,
    week_of_rows,
    windows_of,
)

HERE = "/settings/hours/"


class HolidaysForm(forms.Form):
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    keeps_public_holidays = forms.BooleanField(
        label=gettext_lazy("Closed on public holidays"), required=False
    )

    def __init__(self, data: QueryDict | None = None, *, dealership: Dealership) -> None:
        initial = {
            "region": dealership.region,
            "keeps_public_holidays": dealership.keeps_public_holidays,
        }
        super().__init__(data, initial=initial)
        names = region_names(dealership.country)
        self.fields["region"].choices = [("", _("Whole country")), *names.items()]  # type: ignore[attr-defined]


class DayForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=80, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def hours(request: StaffRequest) -> HttpResponse:
    posted = request.method == "POST"
    days = week_of_post(request.POST) if posted else week_of_rows(opening_windows())
    week = read_week(days) if posted else None
    if week is not None:
        keep_hours(request.staff.dealership, week, by=request.staff, at=timezone.now())
        messages.info(request, _("Saved"))
        return redirect(HERE)
    return _page(request, days=days, status=422 if posted else 200)


@require_POST
@owner_only
def holidays(request: StaffRequest) -> HttpResponse:
    form = HolidaysForm(request.POST, dealership=request.staff.dealership)
    if not form.is_valid():
        raise Http404
    change_dealership(
        request.staff.dealership, by=request.staff, at=timezone.now(), **form.cleaned_data
    )
    messages.info(request, _("Saved"))
    return redirect(f"{HERE}#holidays")


@require_POST
@owner_only
def add_day(request: StaffRequest) -> HttpResponse:
    form = DayForm(request.POST)
    pair = (request.POST.get("opens", ""), request.POST.get("closes", ""))
    windows: tuple[Window, ...] = ()
    try:
        windows = windows_of([pair] if any(pair) else [])
    except HoursAreWrong as wrong:
        form.add_error(None, str(wrong))
    if not form.is_valid():
        days = week_of_rows(opening_windows())
        return _page(request, days=days, day_form=form, status=422)
    except_day(
        request.staff.dealership,
        form.cleaned_data["day"],
        windows,
        by=request.staff,
        at=timezone.now(),
        reason=form.cleaned_data["reason"],
    )
    return redirect(f"{HERE}#days")


@require_POST
@owner_only
def forget_day(request: StaffRequest, day: str) -> HttpResponse:
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    keep_usual_hours(request.staff.dealership, on, by=request.staff, at=timezone.now())
    return redirect(f"{HERE}#days")


def _page(request: StaffRequest, *, status: int, **context: Any) -> HttpResponse:
    lot = request.staff.dealership
    today = timezone.localdate()
    context = {
        "day_form": DayForm(),
        "holidays_form": HolidaysForm(dealership=lot),
        "holidays": holidays_of(lot, today.year),
        "year": today.year,
        "exceptions": days_with_other_hours(since=today),
        "chapter": "hours",
        **context,
    }
    return render(request, "settings/hours.html", context, status=status)


def holidays_of(lot: Dealership, year: int) -> list[tuple[date, str]]:
    try:
        return list(public_holidays(lot.country, lot.region, year, get_language() or "").items())
    except UnknownRegion:
        return []
