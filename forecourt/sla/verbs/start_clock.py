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


def begin_earlier(lead: Lead, *, channel: str, at: datetime) -> None:
    """The customer acted at `at` already, before the question that started the running clock.

    It is due when the first of both questions is, by the rule of that one. `breached_at` of a clock
    that was found to be late stays its due time.
    """
    for clock in Clock.objects.filter(lead=lead, result=Clock.Result.RUNNING):
        minutes, rule_id = terms(lead.dealership, Trigger(clock.trigger), channel)
        due = due_after(lead.dealership, at, minutes)
        clock.started_at = at
        if due < clock.due_at:
            clock.due_at, clock.minutes, clock.rule_id = due, minutes, rule_id
        if clock.breached_at is not None:
            clock.breached_at = clock.due_at
        clock.save(update_fields=["started_at", "due_at", "minutes", "rule", "breached_at"])


def _trigger(first: bool) -> Trigger:
    return Trigger.FIRST_RESPONSE if first else Trigger.NEXT_RESPONSE
