"""The next steps that the sheet offers, each at a time inside the lot's trading hours."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from forecourt.dealership.calendar import calendar_of
from forecourt.dealership.hours import NeverOpen, TradingCalendar, moment_of
from forecourt.dealership.models import Dealership
from forecourt.leads.models import NextKind
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.web.clock_words import day_word

CALL_AT, DRIVE_AT = time(10), time(15)
LATER_TODAY = timedelta(hours=2)
MOST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Step:
    value: str  # call, drive, today
    action: NextAction
    words: str


def steps(dealership: Dealership, at: datetime) -> list[Step]:
    """What may come next, the preset first. Today is missing when the lot closes before it."""
    calendar = calendar_of(dealership)
    offered = [
        ("call", NextKind.CALL, _next_day(calendar, at, CALL_AT)),
        ("drive", NextKind.DRIVE, _next_day(calendar, at, DRIVE_AT)),
        ("today", NextKind.CALL, _today(calendar, at)),
    ]
    return [
        Step(value, NextAction(kind, due), step_words(kind, due, at))
        for value, kind, due in offered
        if due is not None
    ]


def chosen(
    value: str, when: str, dealership: Dealership, *, acted_at: datetime, at: datetime
) -> NextAction:
    """The step as of `acted_at`; never in the past, since a sheet may have waited for a signal.

    `when` is a local time that the person typed; it counts before the preset.
    """
    offered = {step.value: step.action for step in steps(dealership, acted_at)}
    action = offered.get(value) or offered["call"]
    due = _typed(when, dealership) or action.due_at
    if due < at:
        due = _open_moment(calendar_of(dealership), at + timedelta(minutes=15))
    return NextAction(action.kind, due)


def step_words(kind: str, due: datetime, at: datetime) -> str:
    """ "Call tomorrow 10:00", "Test drive Mon 15:00": the step, then its day and time."""
    step = NextKind(kind).label if kind else ""
    return f"{step} {day_and_time(due, at)}"


def day_and_time(due: datetime, at: datetime) -> str:
    local, today = timezone.localtime(due), timezone.localtime(at).date()
    clock = f"{local:%H:%M}"
    days = (local.date() - today).days
    if days == 0:
        return _("today %(clock)s") % {"clock": clock}
    if days == 1:
        return _("tomorrow %(clock)s") % {"clock": clock}
    return f"{day_word(local.date(), days)} {clock}"


def _next_day(calendar: TradingCalendar, at: datetime, clock: time) -> datetime:
    """`clock` on the next day that has trading hours, or that day's opening."""
    first = at.astimezone(calendar.timezone).date() + timedelta(days=1)
    for days in range(MOST_DAYS):
        day = first + timedelta(days=days)
        windows = calendar.windows_on(day)
        if windows:
            fits = any(opens <= clock < closes for opens, closes in windows)
            start = clock if fits else windows[0][0]
            return moment_of(datetime.combine(day, start), calendar.timezone)
    return moment_of(datetime.combine(first, clock), calendar.timezone)


def _today(calendar: TradingCalendar, at: datetime) -> datetime | None:
    """In two hours, at the latest a quarter of an hour before closing; None if that is over."""
    local = at.astimezone(calendar.timezone)
    windows = calendar.windows_on(local.date())
    if not windows:
        return None
    closes = min(windows[-1][1], time(23, 45))
    last = moment_of(datetime.combine(local.date(), closes), calendar.timezone)
    due = min(_quarter(at + LATER_TODAY), last - timedelta(minutes=15))
    return due if due > at + timedelta(minutes=10) else None


def _quarter(moment: datetime) -> datetime:
    late = timedelta(
        minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment - late


def _typed(when: str, dealership: Dealership) -> datetime | None:
    try:
        local = datetime.fromisoformat(when[:16])
    except ValueError:
        return None
    return moment_of(local.replace(tzinfo=None), dealership.zone)


def _open_moment(calendar: TradingCalendar, at: datetime) -> datetime:
    try:
        return calendar.due_inside(at)
    except NeverOpen:
        return at
