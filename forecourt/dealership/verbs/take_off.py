"""Step away from new leads, and come back."""

from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import Absence, Staff
from forecourt.dealership.remembered import settings_changed
from forecourt.timeline.happened import happened


def take_off(person: Staff, kind: str, *, until: datetime, by: Staff, at: datetime) -> Absence:
    """From now until `until`, new leads go to colleagues.

    Replaces an absence that runs; what is planned for later stays.
    """
    with transaction.atomic():
        _end_running(person, at)
        absence: Absence = Absence.objects.create(
            dealership_id=person.dealership_id, staff=person, kind=kind, begins_at=at, ends_at=until
        )
        settings_changed(person.dealership)
        happened("staff.away", person, by=by, at=at, absence=kind, until=until.isoformat())
    return absence


def come_back(person: Staff, *, by: Staff, at: datetime) -> None:
    """Free again."""
    with transaction.atomic():
        if _end_running(person, at):
            settings_changed(person.dealership)
            happened("staff.back", person, by=by, at=at)


def _end_running(person: Staff, at: datetime) -> int:
    running = Absence.objects.filter(staff=person, begins_at__lte=at, ends_at__gt=at)
    running.filter(begins_at__gte=at).delete()
    ended: int = running.update(ends_at=at)
    return ended
