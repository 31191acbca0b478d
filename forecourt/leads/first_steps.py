"""What may come next after somebody was written down, and when."""

from datetime import datetime, time, timedelta

from forecourt.dealership.calendar import calendar_of
from forecourt.dealership.hours import moment_of
from forecourt.dealership.models import Dealership
from forecourt.leads.models import NextKind
from forecourt.leads.reach import FURTHEST
from forecourt.leads.steps import in_trading, next_morning, on_next_day
from forecourt.leads.verbs.open_lead import NextAction

DRIVE_AT = time(15)
LATER_TODAY = timedelta(hours=2)
BEFORE_CLOSING = timedelta(minutes=15)
TOO_SOON = timedelta(minutes=10)
OVERDUE_IN = timedelta(minutes=15)  # how soon a step is due whose time is over already


def first_steps(dealership: Dealership, at: datetime) -> dict[str, NextAction]:
    """By code, the preset first. "today" is missing when the lot closes before it."""
    offered = {
        "call": NextAction(NextKind.CALL, next_morning(dealership, at)),
        "drive": NextAction(NextKind.DRIVE, on_next_day(dealership, at, DRIVE_AT)),
    }
    if due := _today(dealership, at):
        offered["today"] = NextAction(NextKind.CALL, due)
    return offered


def first_step(
    code: str, dealership: Dealership, *, own: datetime | None, acted_at: datetime, at: datetime
) -> NextAction:
    """The step as of `acted_at`; never in the past, since a sheet may have waited for a signal.

    `own` is the time that the person chose; it counts before the step's, unless it is years off.
    """
    offered = first_steps(dealership, acted_at)
    action = offered.get(code) or offered["call"]
    due = own if own and own < at + FURTHEST else action.due_at
    if due < at:
        due = in_trading(dealership, at + OVERDUE_IN, 0)
    return NextAction(action.kind, due)


def _today(dealership: Dealership, at: datetime) -> datetime | None:
    """In two hours, at the latest a quarter of an hour before closing; None if that is over."""
    day = at.astimezone(dealership.zone).date()
    windows = calendar_of(dealership).windows_on(day)
    if not windows:
        return None
    closes = moment_of(datetime.combine(day, min(windows[-1][1], time(23, 45))), dealership.zone)
    due = min(_quarter(at + LATER_TODAY), closes - BEFORE_CLOSING)
    return due if due > at + TOO_SOON else None


def _quarter(moment: datetime) -> datetime:
    late = timedelta(
        minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment - late
