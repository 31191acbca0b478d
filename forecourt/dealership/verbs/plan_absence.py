"""Days away, known before."""

from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import Absence, Staff
from forecourt.dealership.remembered import settings_changed
from forecourt.timeline.happened import happened


def plan_absence(
    person: Staff, *, begins_at: datetime, ends_at: datetime, by: Staff, at: datetime
) -> Absence:
    """From `begins_at` until `ends_at`, new leads go to colleagues."""
    with transaction.atomic():
        absence: Absence = Absence.objects.create(
            dealership_id=person.dealership_id,
            staff=person,
            kind=Absence.Kind.LEAVE,
            begins_at=begins_at,
            ends_at=ends_at,
        )
        settings_changed(person.dealership)
        happened(
            "staff.leave_planned", person, by=by, at=at,
            begins=begins_at.isoformat(), ends=ends_at.isoformat(),
        )  # fmt: skip
    return absence


def call_off_absence(absence: Absence, *, by: Staff, at: datetime) -> None:
    """The person is there after all."""
    with transaction.atomic():
        person = absence.staff
        absence.delete()
        settings_changed(person.dealership)
        happened("staff.leave_called_off", person, by=by, at=at)
