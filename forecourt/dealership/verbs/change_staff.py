"""Change what is known of a colleague."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from forecourt.dealership.models import Dealership, Role, Staff
from forecourt.dealership.remembered import settings_changed
from forecourt.dealership.verbs.add_staff import AddressIsTaken
from forecourt.timeline.happened import happened

FIELDS = ("name", "email", "phone", "role", "language", "theme")


class LastOwner(Exception):
    """A lot keeps one owner at least."""


def change_staff(person: Staff, *, by: Staff, at: datetime, **changes: Any) -> Staff:
    """Take over the fields of FIELDS that are given and differ.

    Raises AddressIsTaken, and LastOwner when nobody could change the lot's settings any more.
    """
    changed = [
        name for name in FIELDS if name in changes and changes[name] != getattr(person, name)
    ]
    if not changed:
        return person
    before = {name: getattr(person, name) for name in changed}
    try:
        with transaction.atomic():
            for name in changed:
                setattr(person, name, changes[name])
            person.save(update_fields=changed)
            if before.get("role") == Role.OWNER:
                keep_an_owner(person.dealership_id)
            settings_changed(person.dealership)
            happened("staff.changed", person, by=by, at=at, fields=changed)
    except (IntegrityError, LastOwner) as fault:
        for name, value in before.items():
            setattr(person, name, value)
        if isinstance(fault, LastOwner):
            raise
        raise AddressIsTaken(changes.get("email", "")) from None
    return person


def keep_an_owner(dealership_id: int) -> None:
    """Call after the change, inside its transaction. Raises LastOwner.

    Two owners may demote each other in the same second.
    """
    one_after_another(dealership_id)
    if not Staff.of_lot.filter(is_active=True, role=Role.OWNER).exists():
        raise LastOwner


def one_after_another(dealership_id: int) -> None:
    """Changes of one team wait for each other: each writes the row of the lot before it looks."""
    lot = Dealership.objects.filter(pk=dealership_id)
    lot.update(settings_version=F("settings_version"))
