"""Set when the lot is open."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction

from forecourt.dealership.hours import BadHours, tidy
from forecourt.dealership.models import DayException, Dealership, OpeningWindow, Staff
from forecourt.dealership.remembered import settings_changed
from forecourt.timeline.happened import happened

Windows = tuple[tuple[time, time], ...]


def keep_hours(
    dealership: Dealership, weekly: Iterable[Windows], *, by: Staff | None, at: datetime
) -> None:
    """Replace the weekly hours; seven tuples of windows, Monday first. Raises BadHours."""
    days = [tidy(windows) for windows in weekly]
    if len(days) != 7:
        raise BadHours("A week has seven days.")
    with transaction.atomic():
        OpeningWindow.objects.all().delete()
        OpeningWindow.objects.bulk_create(
            OpeningWindow(dealership=dealership, weekday=day, opens=opens, closes=closes)
            for day, windows in enumerate(days)
            for opens, closes in windows
        )
        settings_changed(dealership)
        happened("dealership.hours_changed", dealership, by=by, at=at)


def except_day(
    dealership: Dealership,
    day: date,
    windows: Windows,
    *,
    by: Staff | None,
    at: datetime,
    reason: str = "",
) -> None:
    """Give one day hours of its own; no windows means closed."""
    rows: list[tuple[time | None, time | None]] = [*windows] or [(None, None)]
    with transaction.atomic():
        DayException.objects.filter(day=day).delete()
        DayException.objects.bulk_create(
            DayException(dealership=dealership, day=day, opens=o, closes=c, reason=reason)
            for o, c in rows
        )
        settings_changed(dealership)
        happened("dealership.day_excepted", dealership, by=by, at=at, day=day.isoformat())


def keep_usual_hours(dealership: Dealership, day: date, *, by: Staff | None, at: datetime) -> None:
    """Take back what `except_day` did. Safe to repeat."""
    with transaction.atomic():
        gone, _ = DayException.objects.filter(day=day).delete()
        if gone:
            settings_changed(dealership)
            happened("dealership.day_as_usual", dealership, by=by, at=at, day=day.isoformat())
