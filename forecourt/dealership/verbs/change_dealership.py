"""Change what is known of the lot."""

from datetime import datetime
from typing import Any

from django.db import transaction

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.remembered import settings_changed
from forecourt.timeline.happened import happened

FIELDS = (
    "name", "country", "region", "timezone", "currency", "language", "phone", "email", "address",
    "colour", "keeps_public_holidays",
)  # fmt: skip


def change_dealership(
    dealership: Dealership, *, by: Staff, at: datetime, **changes: Any
) -> Dealership:
    """Take over the fields of FIELDS that are given and differ."""
    changed = [
        name for name in FIELDS if name in changes and changes[name] != getattr(dealership, name)
    ]
    if not changed:
        return dealership
    with transaction.atomic():
        for name in changed:
            setattr(dealership, name, changes[name])
        dealership.save(update_fields=changed)
        settings_changed(dealership)
        happened("dealership.changed", dealership, by=by, at=at, fields=changed)
    return dealership


def finish_setup(dealership: Dealership, *, by: Staff, at: datetime) -> None:
    """The wizard was gone through once. Safe to repeat."""
    with transaction.atomic():
        unfinished = Dealership.objects.filter(pk=dealership.pk, set_up_at__isnull=True)
        if unfinished.update(set_up_at=at):
            dealership.set_up_at = at
            happened("dealership.set_up", dealership, by=by, at=at)
