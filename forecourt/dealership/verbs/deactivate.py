"""A person leaves the team, or comes back."""

from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.dealership.remembered import settings_changed
from forecourt.dealership.verbs.change_staff import keep_an_owner
from forecourt.timeline.happened import happened


def deactivate(person: Staff, *, by: Staff, at: datetime) -> None:
    """End every session of `person` at its next request and give no more leads. Safe to repeat.

    Their open leads must have another owner first; see leads/verbs/move_leads. Raises LastOwner.
    """
    with transaction.atomic():
        if not Staff.of_lot.filter(pk=person.pk, is_active=True).update(is_active=False):
            return
        keep_an_owner(person.dealership_id)
        settings_changed(person.dealership)
        happened("staff.left", person, by=by, at=at)
    person.is_active = False


def reactivate(person: Staff, *, by: Staff, at: datetime) -> None:
    """They sign in again as before, or with a new link."""
    with transaction.atomic():
        if not Staff.of_lot.filter(pk=person.pk, is_active=False).update(is_active=True):
            return
        settings_changed(person.dealership)
        happened("staff.returned", person, by=by, at=at)
    person.is_active = True
