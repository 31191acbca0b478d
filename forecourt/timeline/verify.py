"""Proof that the record is as it was written."""

from datetime import datetime, timedelta
from typing import Any

from forecourt.timeline.models import Event, Seal
from forecourt.timeline.verbs.seal import GENESIS, hash_of

SEALED_WITHIN = timedelta(minutes=10)


def faults_of_chain(dealership: Any, *, at: datetime) -> list[str]:
    """What is wrong with the chain of the dealership in scope; empty if nothing is."""
    link = GENESIS
    seals = Seal.objects.select_related("event").order_by("number").iterator(chunk_size=2000)
    for number, seal in enumerate(seals, start=1):
        if seal.number != number:
            return [f"seal {number} of dealership {dealership.pk} is missing"]
        link = hash_of(seal.event, link)
        if link != seal.hash:
            return [f"event {seal.event_id} of dealership {dealership.pk} does not fit its seal"]
    stale = Event.objects.filter(seal__isnull=True, stored_at__lt=at - SEALED_WITHIN).count()
    return [f"{stale} events of dealership {dealership.pk} are not sealed"] if stale else []
