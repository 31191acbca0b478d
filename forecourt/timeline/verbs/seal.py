"""Chain the events of a dealership, so that a later change or gap shows."""

import hashlib
import json
from typing import Any

from django.db import IntegrityError, transaction

from forecourt.dealership.rows import insert_all
from forecourt.timeline.models import Event, Seal

GENESIS = "0" * 64
AT_ONCE = 500  # events
LOOK_BACK = 10_000  # ids: PostgreSQL may commit an event after events with higher ids


def seal(dealership: Any, *, at_most: int = AT_ONCE, whole_record: bool = False) -> int:
    """Add a link for each event that has none yet, oldest first; returns how many.

    Sealing runs beside the verbs, not inside them: a chain inside would make every writer of a lot
    wait for the one before. Two sealers may meet; the unique number lets one of them win.
    Only LOOK_BACK ids before the newest seal are looked at again; `whole_record` asks every event,
    which takes longer the more there are.
    """
    last = Seal.objects.order_by("-number").first()
    unsealed = Event.objects.filter(seal__isnull=True)
    if last is not None and not whole_record:
        unsealed = unsealed.filter(pk__gt=last.event_id - LOOK_BACK)
    events = list(unsealed.order_by("id")[:at_most])
    if not events:
        return 0
    number, link = (last.number, last.hash) if last else (0, GENESIS)
    seals = []
    for event in events:
        number, link = number + 1, hash_of(event, link)
        seals.append(Seal(dealership=dealership, number=number, event=event, hash=link))
    try:
        with transaction.atomic():
            insert_all(seals)
    except IntegrityError:
        return 0
    return len(seals)


def hash_of(event: Event, link: str) -> str:
    """sha256 over the link before and every column of the event."""
    row = [
        link,
        event.pk,
        event.dealership_id,
        event.kind,
        event.subject_type,
        event.subject_id,
        event.lead_id,
        event.by_id,
        event.at.isoformat(),
        event.stored_at.isoformat(),
        event.data,
    ]
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
