"""The trading calendar of a lot, from its rows."""

from collections import defaultdict
from datetime import date

from forecourt.dealership.holidays_of import PublicHolidays
from forecourt.dealership.hours import TradingCalendar, Window
from forecourt.dealership.models import DayException, Dealership, OpeningWindow
from forecourt.dealership.remembered import remembered


def calendar_of(dealership: Dealership) -> TradingCalendar:
    """Hours, public holidays and one-day exceptions of the dealership in scope."""
    return remembered("calendar", dealership, _work_out)


def _work_out(dealership: Dealership) -> TradingCalendar:
    weekly: list[list[Window]] = [[] for _ in range(7)]
    for window in OpeningWindow.objects.all():
        weekly[window.weekday].append((window.opens, window.closes))
    exceptions: dict[date, list[Window]] = defaultdict(list)
    for row in DayException.objects.all():
        exceptions[row.day] += [(row.opens, row.closes)] if row.opens and row.closes else []
    holidays = PublicHolidays(dealership.country, dealership.region)
    return TradingCalendar(
        timezone=dealership.zone,
        weekly=tuple(tuple(windows) for windows in weekly),
        closed_days=holidays if dealership.keeps_public_holidays else frozenset(),
        exceptions={day: tuple(windows) for day, windows in exceptions.items()},
    )
