"""Give a person a new password."""

from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.timeline.happened import happened


def set_password(person: Staff, password: str, *, by: Staff, at: datetime) -> None:
    """Every session of the person ends at its next request; the caller may keep its own."""
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        happened("staff.password_set", person, by=by, at=at)
