"""Read a held delivery once more, or put it aside."""

from datetime import datetime

from django.db import transaction

from forecourt.capture.models import Inbound, InboundState
from forecourt.dealership.models import Staff
from forecourt.timeline.happened import happened

WAITING = (InboundState.HELD, InboundState.UNROUTED)


def replay(row: Inbound, *, by: Staff | None, at: datetime) -> bool:
    """Give the row back to the reader; returns whether it was waiting. What was read stays one."""
    with transaction.atomic():
        changed = Inbound.objects.filter(
            pk=row.pk, state__in=[*WAITING, InboundState.DISMISSED]
        ).update(state=InboundState.RECEIVED, attempts=0, not_before=None, finished_at=None)
        if changed:
            happened("inbound.replayed", row, by=by, at=at)
    return bool(changed)


def dismiss(row: Inbound, *, by: Staff, at: datetime) -> bool:
    """Nothing is to be made of it. The bytes stay, and it can be replayed."""
    with transaction.atomic():
        changed = Inbound.objects.filter(pk=row.pk, state__in=WAITING).update(
            state=InboundState.DISMISSED, finished_at=at
        )
        if changed:
            happened("inbound.dismissed", row, by=by, at=at)
    return bool(changed)
