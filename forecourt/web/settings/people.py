"""The team: who they are, how they get in, when they are away, and when they leave."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forecourt.dealership.access import absence_for, owner_only, staff_for
from forecourt.dealership.duty import roster_of
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import Staff
from forecourt.dealership.queries import absences_ahead, whole_team
from forecourt.dealership.verbs.add_staff import AddressIsTaken, add_staff
from forecourt.dealership.verbs.change_staff import LastOwner, change_staff
from forecourt.dealership.verbs.deactivate import deactivate, reactivate
from forecourt.dealership.verbs.plan_absence import call_off_absence, plan_absence
from forecourt.leads.verbs.assign import CannotTakeLeads
from forecourt.leads.verbs.move_leads import OwnsOpenLeads
from forecourt.web.settings.forms import PersonForm, person_facts
from forecourt.web.signin.links import sign_in_link
from forecourt.web.signin.qr import qr_of

HERE = "/settings/people/"
MOST_DAYS_AWAY = 400
MOST_DIGITS = 19
DAYS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


class AwayForm(forms.Form):
    first = forms.DateField(
        label=gettext_lazy("First day"),
        validators=DAYS,
        widget=forms.DateInput({"type": "date"}),
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        validators=DAYS,
        widget=forms.DateInput({"type": "date"}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and not timedelta(0) <= last - first <= timedelta(days=MOST_DAYS_AWAY):
            self.add_error("last", _("The last day must not be before the first."))
        return given


@require_safe
@owner_only
def people(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    roster = roster_of(request.staff.dealership)
    team = [
        {"person": person, "is_away": roster.is_away(person.pk, now)} for person in whole_team()
    ]
    return render(request, "settings/people.html", {"team": team, "chapter": "people"})


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def new(request: StaffRequest) -> HttpResponse:
    """Add a person; the answer is their link."""
    lot = request.staff.dealership
    form = PersonForm(request.POST or None, region=lot.country)
    if form.is_bound and form.is_valid():
        try:
            added = add_staff(lot, **form.cleaned_data, at=timezone.now(), by=request.staff)
            return show_link(request, added)
        except AddressIsTaken:
            form.add_error("email", _("Somebody signs in with this address already."))
    context = {"form": form, "chapter": "people"}
    return render(request, "settings/person_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def person(request: StaffRequest, person_id: int) -> HttpResponse:
    colleague = staff_for(request.staff, person_id)
    form = PersonForm(
        request.POST or None,
        initial=person_facts(colleague),
        region=request.staff.dealership.country,
    )
    if form.is_bound and form.is_valid():
        try:
            change_staff(colleague, by=request.staff, at=timezone.now(), **form.cleaned_data)
            messages.info(request, _("Saved"))
            return redirect(request.path)
        except AddressIsTaken:
            form.add_error("email", _("Somebody signs in with this address already."))
        except LastOwner:
            form.add_error("role", _("The lot needs an owner. Make somebody else owner first."))
    return _page(request, colleague, form=form, status=422 if form.errors else 200)


@require_POST
@owner_only
def link(request: StaffRequest, person_id: int) -> HttpResponse:
    """A new one-time link: for the first day, or after a lost phone."""
    return show_link(request, staff_for(request.staff, person_id))


@require_POST
@owner_only
def away(request: StaffRequest, person_id: int) -> HttpResponse:
    colleague = staff_for(request.staff, person_id)
    form = AwayForm(request.POST)
    if not form.is_valid():
        return _page(request, colleague, away_form=form, status=422)
    zone = request.staff.dealership.zone
    first, last = form.cleaned_data["first"], form.cleaned_data["last"] + timedelta(days=1)
    plan_absence(
        colleague,
        begins_at=datetime.combine(first, time.min, zone),
        ends_at=datetime.combine(last, time.min, zone),
        by=request.staff,
        at=timezone.now(),
    )
    return redirect(f"{HERE}{colleague.pk}/#away")


@require_POST
@owner_only
def not_away(request: StaffRequest, person_id: int, absence_id: int) -> HttpResponse:
    colleague = staff_for(request.staff, person_id)
    absence = absence_for(colleague, absence_id)
    call_off_absence(absence, by=request.staff, at=timezone.now())
    return redirect(f"{HERE}{colleague.pk}/#away")


@require_POST
@owner_only
def leave(request: StaffRequest, person_id: int) -> HttpResponse:
    """Close a person's access; their open leads go to `to`."""
    colleague, at = staff_for(request.staff, person_id), timezone.now()
    to = request.POST.get("to", "")
    try:
        takes_over = _named(request, to) if to else None
        deactivate(colleague, leads_to=takes_over, by=request.staff, at=at)
    except OwnsOpenLeads as owns:
        wrong = ngettext(
            "%(n)s open lead would have no owner. Choose who takes it.",
            "%(n)s open leads would have no owner. Choose who takes them.",
            owns.count,
        ) % {"n": owns.count}
        return _page(request, colleague, leaving_wrong=wrong, status=422)
    except CannotTakeLeads:
        return _page(request, colleague, leaving_wrong=_("This person takes no leads."), status=422)
    except LastOwner:
        wrong = _("The lot needs an owner. Make somebody else owner first.")
        return _page(request, colleague, leaving_wrong=wrong, status=422)
    return redirect(HERE)


@require_POST
@owner_only
def come_again(request: StaffRequest, person_id: int) -> HttpResponse:
    colleague = staff_for(request.staff, person_id)
    reactivate(colleague, by=request.staff, at=timezone.now())
    return redirect(f"{HERE}{colleague.pk}/")


def _named(request: StaffRequest, number: str) -> Staff:
    if not (number.isascii() and number.isdigit() and len(number) < MOST_DIGITS):
        raise Http404
    return staff_for(request.staff, int(number))


def show_link(request: StaffRequest, colleague: Staff) -> HttpResponse:
    """The link is shown on this answer and nowhere again."""
    onward = request.POST.get("onward") or f"{HERE}{colleague.pk}/"
    if not onward.startswith(("/setup/", "/settings/")):
        raise Http404
    address = sign_in_link(colleague, at=timezone.now(), by=request.staff)
    context = {
        "colleague": colleague,
        "address": address,
        "qr": qr_of(address),
        "onward": onward,
        "chapter": "people",
    }
    return render(request, "settings/person_link.html", context)


def _page(request: StaffRequest, colleague: Staff, *, status: int, **context: Any) -> HttpResponse:
    lot = request.staff.dealership
    context = {
        "form": PersonForm(initial=person_facts(colleague), region=lot.country),
        "away_form": AwayForm(),
        "absences": absences_ahead(colleague, at=timezone.now()),
        "others": [one for one in roster_of(lot).sellers if one.pk != colleague.pk],
        "colleague": colleague,
        "chapter": "people",
        **context,
    }
    return render(request, "settings/person.html", context, status=status)
