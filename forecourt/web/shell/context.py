"""What the shell around every screen shows: look, duty, hours."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from forecourt.dealership.calendar import calendar_of
from forecourt.dealership.duty import roster_of
from forecourt.dealership.models import Staff
from forecourt.web.clock_words import clock_time


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html. A stranger gets the plain look and no shell."""
    person = getattr(request, "staff", None)
    if not isinstance(person, Staff):
        return {"theme": "auto"}
    return {
        "theme": person.theme,
        "person_name": person.name,
        f"theme_is_{person.theme}": True,
        **_duty(person),
        **_hours(person),
    }


def _duty(person: Staff) -> dict[str, Any]:
    """From what the process remembers of the lot: no query of its own."""
    now = timezone.now()
    spans = roster_of(person.dealership).away.get(person.pk, ())
    ends = max((ends for begins, ends in spans if begins <= now < ends), default=None)
    return {
        "is_away": ends is not None,
        "is_here": ends is None,
        "away_until": ends,
        "away_clock": clock_time(ends, now) if ends else "",
    }


def _hours(person: Staff) -> dict[str, Any]:
    calendar = calendar_of(person.dealership)
    now = timezone.localtime()
    windows = calendar.windows_on(now.date())
    if not windows:
        return {"after_hours": True}
    return {
        "after_hours": not calendar.is_open(now),
        "opens_at": f"{windows[0][0]:%H:%M}",
        "closes_at": f"{windows[-1][1]:%H:%M}",
    }
