"""Find clocks that ran out, also after the house was closed for a while."""

from datetime import datetime

from django.db import transaction

from forecourt.sla.models import Clock
from forecourt.timeline.happened import happened


def find_breaches(*, at: datetime, at_most: int = 200) -> int:
    """Mark each running clock past its due time, once; returns how many were found.

    The clock goes on running until somebody answers; `breached_at` is its due time, whenever it was
    noticed. Two workers may look at once: the update counts only where none was set.
    """
    late = Clock.objects.filter(
        result=Clock.Result.RUNNING, breached_at__isnull=True, due_at__lt=at
    ).select_related("lead")[:at_most]
    found = 0
    for clock in late:
        with transaction.atomic():
            if Clock.objects.filter(
                pk=clock.pk, result=Clock.Result.RUNNING, breached_at__isnull=True
            ).update(breached_at=clock.due_at):
                happened(
                    "clock.breached", clock, lead=clock.lead, at=clock.due_at, trigger=clock.trigger
                )
                found += 1
    return found
