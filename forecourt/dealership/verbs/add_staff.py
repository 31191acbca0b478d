"""Take a person into the team."""

from datetime import datetime

from django.db import IntegrityError, transaction

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.remembered import settings_changed
from forecourt.timeline.happened import happened


class AddressIsTaken(ValueError):
    """Somebody signs in with this mail address already."""


def add_staff(
    dealership: Dealership,
    *,
    email: str,
    name: str,
    role: str,
    at: datetime,
    by: Staff | None = None,
    phone: str = "",
    language: str = "",
) -> Staff:
    """A person without a password; they sign in by invitation first. Raises AddressIsTaken."""
    person = Staff(
        dealership=dealership,
        email=email.strip().lower(),
        name=name.strip(),
        role=role,
        phone=phone,
        language=language,
        created_at=at,
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            settings_changed(dealership)
            happened("staff.added", person, by=by, at=at, role=role)
    except IntegrityError:
        raise AddressIsTaken(person.email) from None
    return person
