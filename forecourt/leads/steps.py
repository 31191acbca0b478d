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
MORNING = time(10)


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
    """Ten o'clock on the next day that is open, or its opening if that is later."""
    return in_trading(dealership, local_time(dealership, at + timedelta(days=1), MORNING), 0)


def local_time(dealership: Dealership, at: datetime, clock: time) -> datetime:
    day = at.astimezone(dealership.zone).date()
    return moment_of(datetime.combine(day, clock), dealership.zone)  # naive local time


def end_of_day(dealership: Dealership, at: datetime) -> datetime:
    return local_time(dealership, at + timedelta(days=1), time(0))


def start_of_day(dealership: Dealership, at: datetime) -> datetime:
    return local_time(dealership, at, time(0))
