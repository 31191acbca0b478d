"""Start the clock that a waiting customer sets running."""

from datetime import datetime

from forecourt.dealership.models import Dealership
from forecourt.dealership.rows import insert
from forecourt.leads.models import Lead
from forecourt.sla.models import Clock, Trigger
from forecourt.sla.rules import due_after, terms


def reply_due(dealership: Dealership, channel: str, at: datetime, *, first: bool) -> datetime:
    """When somebody must have answered a customer who acted at `at`."""
    minutes, _ = terms(dealership, _trigger(first), channel)
    return due_after(dealership, at, minutes)


def start_clock(
    lead: Lead, *, dealership: Dealership, channel: str, first: bool, at: datetime
) -> Clock:
    """One running clock per lead and trigger; `at` is when the customer acted.

    Raises IntegrityError where one runs already; ask `lead.waits_for_us` before.
    """
    minutes, rule_id = terms(dealership, _trigger(first), channel)
    clock = Clock(
        dealership=dealership,
        lead=lead,
        trigger=_trigger(first),
        rule_id=rule_id,
        minutes=minutes,
        started_at=at,
        due_at=due_after(dealership, at, minutes),
    )
    insert(clock)
    return clock


def begin_earlier(
    lead: Lead, *, dealership: Dealership, channel: str, first: bool, at: datetime
) -> None:
    """The customer acted at `at`, before the question that started the running clock."""
    minutes, rule_id = terms(dealership, _trigger(first), channel)
    Clock.objects.filter(lead=lead, trigger=_trigger(first), result=Clock.Result.RUNNING).update(
        started_at=at,
        due_at=due_after(dealership, at, minutes),
        minutes=minutes,
        rule_id=rule_id,
    )


def _trigger(first: bool) -> Trigger:
    return Trigger.FIRST_RESPONSE if first else Trigger.NEXT_RESPONSE
