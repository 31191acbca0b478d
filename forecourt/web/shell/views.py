"""What the sheet behind the avatar changes: duty, look, language. Each leads back to its page."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from forecourt.dealership.access import signed_in, staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import Absence, Staff
from forecourt.dealership.verbs.change_staff import change_staff
from forecourt.dealership.verbs.take_off import come_back, take_off
from forecourt.leads.steps import end_of_day

THEMES = frozenset({"auto", "day", "sun", "night"})
LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
DRIVES = {"drive-30": timedelta(minutes=30), "drive-60": timedelta(minutes=60)}
A_YEAR_S = 365 * 24 * 3600


@require_POST
@staff_only
def duty(request: StaffRequest) -> HttpResponse:
    """Free, on a drive, or off until midnight."""
    person, at, chosen = request.staff, timezone.now(), request.POST.get("duty", "")
    if chosen == "free":
        come_back(person, by=person, at=at)
    elif chosen in DRIVES:
        take_off(person, Absence.Kind.DRIVE, until=at + DRIVES[chosen], by=person, at=at)
    elif chosen == "off":
        take_off(
            person, Absence.Kind.DAY_OFF, until=end_of_day(person.dealership, at), by=person, at=at
        )
    return back(request)


@require_POST
@signed_in
def theme(request: StaffRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        change_staff(request.staff, by=request.staff, at=timezone.now(), theme=chosen)
    return back(request)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """For a stranger the browser keeps it; for a person it is also written down."""
    chosen = request.POST.get("language", "")
    response = back(request)
    if chosen not in LANGUAGES:
        return response
    person = getattr(request, "staff", None)
    if isinstance(person, Staff):
        change_staff(person, by=person, at=timezone.now(), language=chosen)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=A_YEAR_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def back(request: HttpRequest) -> HttpResponse:
    """To the page it was sent from, if that is one of ours."""
    came_from = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return redirect("/")
    parts = urlsplit(came_from)
    return redirect("/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else ""))
