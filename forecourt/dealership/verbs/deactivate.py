"""A person leaves the team, or comes back."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.dealership.remembered import settings_changed
from forecourt.dealership.verbs.change_staff import keep_an_owner, one_after_another
from forecourt.timeline.happened import happened


def deactivate(person: Staff, *, leads_to: Staff | None = None, by: Staff, at: datetime) -> None:
    """End every session of `person` for good and give no more leads. Safe to repeat.

    Their open leads go to `leads_to`, all or nothing (leads/reactions.py). Raises LastOwner, and
    what that raises: OwnsOpenLeads without anybody to take them, CannotTakeLeads.
    """
    with transaction.atomic():
        one_after_another(person.dealership_id)
        if not Staff.of_lot.filter(pk=person.pk, is_active=True).update(is_active=False):
            return
        keep_an_owner(person.dealership_id)
        settings_changed(person.dealership)
        for session in UserSession.objects.filter(user=person):
            session.end()
        to = leads_to.pk if leads_to else None
        happened("staff.left", person, by=by, at=at, leads_to=to)
    person.is_active = False


def stays(person_id: int) -> bool:
    """Whether the person works here, and does until the end of the caller's transaction.

    Call before a lead is given to them. Both this and `deactivate` write the row of the person, so
    whichever comes second sees what the first did.
    """
    return bool(Staff.of_lot.filter(pk=person_id, is_active=True).update(is_active=True))


def reactivate(person: Staff, *, by: Staff, at: datetime) -> None:
    """They sign in again as before, or with a new link."""
    with transaction.atomic():
        if not Staff.of_lot.filter(pk=person.pk, is_active=False).update(is_active=True):
            return
        settings_changed(person.dealership)
        happened("staff.returned", person, by=by, at=at)
    person.is_active = True
