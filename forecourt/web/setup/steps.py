"""The steps of the wizard. Each saves what it asks and leads to the next."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forecourt.dealership.access import owner_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.queries import opening_windows, team_of_today
from forecourt.dealership.verbs.add_staff import AddressIsTaken, add_staff
from forecourt.dealership.verbs.change_dealership import change_dealership, finish_setup
from forecourt.dealership.verbs.found import PRESETS
from forecourt.dealership.verbs.keep_hours import keep_hours
from forecourt.sla.rules import PROPOSED, has_rules
from forecourt.web.settings.channels import channel_lines
from forecourt.web.settings.forms import LotForm, PersonForm
from forecourt.web.settings.hours import HolidaysForm
from forecourt.web.settings.people import show_link
from forecourt.web.settings.replies import RepliesForm, as_fields, minutes_in_force
from forecourt.web.settings.week import read_week, week_of_post, week_of_rows

STEPS = ("lot", "hours", "people", "replies", "channels", "stock", "phone")


@require_safe
@owner_only
def begin(request: StaffRequest) -> HttpResponse:
    return redirect("/setup/lot/")


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def lot(request: StaffRequest) -> HttpResponse:
    """Time zone and money follow the country; Settings can part them again."""
    dealership = request.staff.dealership
    facts = {name: getattr(dealership, name) for name in ("name", "country", "language")}
    if dealership.set_up_at is None:
        facts["language"] = request.staff.speaks
    form = LotForm(request.POST or None, initial=facts)
    if form.is_bound and form.is_valid():
        changes: dict[str, Any] = dict(form.cleaned_data)
        if changes["country"] != dealership.country:
            preset = PRESETS.get(changes["country"], {})
            changes |= {key: preset[key] for key in ("timezone", "currency") if key in preset}
            changes["region"] = ""
        change_dealership(dealership, by=request.staff, at=timezone.now(), **changes)
        return _next("lot")
    return _step(request, "lot", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def hours(request: StaffRequest) -> HttpResponse:
    dealership, posted = request.staff.dealership, request.method == "POST"
    days = week_of_post(request.POST) if posted else week_of_rows(opening_windows())
    form = HolidaysForm(request.POST if posted else None, dealership=dealership)
    week = read_week(days) if posted and form.is_valid() else None
    if week is not None:
        at = timezone.now()
        change_dealership(dealership, by=request.staff, at=at, **form.cleaned_data)
        keep_hours(dealership, week, by=request.staff, at=at)
        return _next("hours")
    return _step(request, "hours", days=days, form=form, wrong=posted)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def people(request: StaffRequest) -> HttpResponse:
    """Add one person after the other; each answer is a link with its QR code."""
    dealership = request.staff.dealership
    form = PersonForm(request.POST or None, region=dealership.country)
    if form.is_bound and form.is_valid():
        added = _added(request, form, dealership, timezone.now())
        if added is not None:
            return show_link(request, added)
    return _step(request, "people", form=form, team=team_of_today())


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def replies(request: StaffRequest) -> HttpResponse:
    dealership = request.staff.dealership
    minutes = minutes_in_force(dealership) if has_rules(dealership) else PROPOSED
    form = RepliesForm(request.POST or None, initial=as_fields(minutes))
    if form.is_bound and form.is_valid():
        form.save(dealership, by=request.staff)
        return _next("replies")
    return _step(request, "replies", form=form)


@require_safe
@owner_only
def channels(request: StaffRequest) -> HttpResponse:
    return _step(request, "channels", lines=channel_lines())


@require_safe
@owner_only
def stock(request: StaffRequest) -> HttpResponse:
    return _step(request, "stock")


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def phone(request: StaffRequest) -> HttpResponse:
    """How to put Forecourt on this phone; its button ends the wizard."""
    if request.method == "POST":
        finish_setup(request.staff.dealership, by=request.staff, at=timezone.now())
        return redirect("/")
    agent = request.META.get("HTTP_USER_AGENT", "")
    return _step(request, "phone", is_iphone="iPhone" in agent, is_android="Android" in agent)


def _added(
    request: StaffRequest, form: PersonForm, dealership: Dealership, at: datetime
) -> Staff | None:
    try:
        return add_staff(dealership, **form.cleaned_data, at=at, by=request.staff)
    except AddressIsTaken:
        form.add_error("email", _("Somebody signs in with this address already."))
        return None


def _next(step: str) -> HttpResponse:
    return redirect(_after(step))


def _after(step: str) -> str:
    place = STEPS.index(step) + 1
    return f"/setup/{STEPS[place]}/" if place < len(STEPS) else "/"


def _step(request: StaffRequest, step: str, **context: Any) -> HttpResponse:
    place = STEPS.index(step)
    form = context.get("form")
    wrong = context.get("wrong") or (isinstance(form, forms.Form) and bool(form.errors))
    context |= {
        "steps": STEPS,
        "number": place + 1,
        "count": len(STEPS),
        "before": f"/setup/{STEPS[place - 1]}/" if place else "/settings/",
        "after": _after(step),
    }
    return render(request, f"setup/{step}.html", context, status=422 if wrong else 200)
