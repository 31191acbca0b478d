"""Stop a lead's running clocks: somebody answered, or the lead was closed."""

from datetime import datetime

from django.db.models import Case, Value, When

from forecourt.leads.models import Lead
from forecourt.sla.models import Clock


def stop_clocks(lead: Lead, *, evidence: str, at: datetime) -> int:
    """Settle the running clocks of the lead at `at`; returns how many.

    Met if `at` is not after the due time, else breached. The clock of a wait that goes on is left:
    its question came after the answer. Compare-and-set: a clock that another person settled a
    moment before keeps its result.
    """
    running = Clock.objects.filter(lead=lead, result=Clock.Result.RUNNING)
    if lead.waiting_since is not None:
        running = running.exclude(started_at=lead.waiting_since)
    stopped: int = running.update(
        stopped_at=at,
        evidence=evidence,
        result=Case(
            When(due_at__gte=at, then=Value(Clock.Result.MET)), default=Value(Clock.Result.BREACHED)
        ),
    )
    return stopped


def void_clocks(lead: Lead, *, at: datetime) -> None:
    """The lead was closed: clocks before their due time fall away, later ones are breaches."""
    running = Clock.objects.filter(lead=lead, result=Clock.Result.RUNNING)
    running.update(
        stopped_at=at,
        evidence="closed",
        result=Case(
            When(due_at__gte=at, then=Value(Clock.Result.VOID)),
            default=Value(Clock.Result.BREACHED),
        ),
    )
