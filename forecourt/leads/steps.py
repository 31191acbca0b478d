"""What comes next, and when: always inside the lot's trading hours."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from forecourt.dealership.calendar import calendar_of
from forecourt.dealership.hours import NeverOpen, moment_of
from forecourt.dealership.models import Dealership
from forecourt.leads.models import Lead, NextKind
from forecourt.leads.verbs.attempt import Outcome
from forecourt.leads.verbs.open_lead import NextAction

CALL_AGAIN_AFTER = 120  # trading minutes
REOPENED_DUE_AFTER = 60  # trading minutes
MORNING = time(10)
MOST_DAYS = 30  # that a lot may be closed on end


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that is offered: its code in a form, words where the time alone says too little."""

    code: str
    words: str
    at: datetime


def after_attempt(
    lead: Lead, outcome: Outcome, *, dealership: Dealership, at: datetime
) -> NextAction:
    """The next step that fits how it went; it can be changed in the next tap."""
    tomorrow = next_morning(dealership, at)
    if outcome is Outcome.NO_ANSWER:
        return NextAction(
            NextKind.CALL, in_trading(dealership, at, CALL_AGAIN_AFTER), "after_no_answer"
        )
    if outcome is Outcome.VOICEMAIL:
        return NextAction(NextKind.CALL, tomorrow, "after_voicemail")
    if outcome is Outcome.REACHED:
        return NextAction(NextKind.WAIT, tomorrow, "after_talk")
    if outcome is Outcome.SENT:
        return NextAction(NextKind.WAIT, tomorrow, "after_message")
    return NextAction(
        NextKind(lead.next_kind or NextKind.REPLY),
        lead.next_due_at or tomorrow,
        lead.next_text,
        lead.next_promised,
    )


def after_reopening(dealership: Dealership, *, at: datetime) -> NextAction:
    """Who opens a lead again has the customer in mind: call within the hour."""
    due = in_trading(dealership, at, REOPENED_DUE_AFTER)
    return NextAction(NextKind.CALL, due, "reopened")


def moments(dealership: Dealership, at: datetime) -> list[Moment]:
    """Times that are offered for Later, soonest first, none twice."""
    hour = in_trading(dealership, at, 60)
    morning = next_morning(dealership, at)
    offered = [
        Moment(
            "hour", _("In an hour") if hour - at <= timedelta(hours=1) else _("First thing"), hour
        ),
        Moment("afternoon", "", local_time(dealership, at, time(16))),
        Moment("morning", "", morning),
        Moment("days", "", next_morning(dealership, at + timedelta(days=2))),
        Moment("week", "", next_morning(dealership, at + timedelta(days=6))),
    ]
    if not at < offered[1].at or offered[1].at - offered[0].at < timedelta(minutes=30):
        del offered[1]
    return offered


def moment_named(code: str, dealership: Dealership, at: datetime) -> datetime | None:
    return next((one.at for one in moments(dealership, at) if one.code == code), None)


def in_trading(dealership: Dealership, at: datetime, minutes: int) -> datetime:
    """When so many trading minutes have passed; plain minutes for a lot that never opens."""
    try:
        return calendar_of(dealership).add(at, minutes)
    except NeverOpen:
        return at + timedelta(minutes=minutes)


def next_morning(dealership: Dealership, at: datetime) -> datetime:
    """Ten o'clock on the next day that is open, or when that day opens next."""
    return on_next_day(dealership, at, MORNING)


def on_next_day(dealership: Dealership, at: datetime, clock: time) -> datetime:
    """`clock` on the next day that has trading hours; when closed then, the opening after it.

    After the last closing it is that day's first opening; for a lot that never opens, tomorrow.
    """
    calendar = calendar_of(dealership)
    tomorrow = at.astimezone(dealership.zone).date() + timedelta(days=1)
    for days in range(MOST_DAYS):
        day = tomorrow + timedelta(days=days)
        windows = calendar.windows_on(day)
        if windows:
            ahead = (max(opens, clock) for opens, closes in windows if clock < closes)
            start = next(ahead, windows[0][0])
            return moment_of(datetime.combine(day, start), dealership.zone)
    return moment_of(datetime.combine(tomorrow, clock), dealership.zone)


def local_time(dealership: Dealership, at: datetime, clock: time) -> datetime:
    day = at.astimezone(dealership.zone).date()
    return moment_of(datetime.combine(day, clock), dealership.zone)  # naive local time


def end_of_day(dealership: Dealership, at: datetime) -> datetime:
    return local_time(dealership, at + timedelta(days=1), time(0))


def start_of_day(dealership: Dealership, at: datetime) -> datetime:
    return local_time(dealership, at, time(0))
