"""Give a lead to a colleague."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from forecourt.dealership.models import Staff
from forecourt.dealership.verbs.deactivate import stays
from forecourt.leads.change import change
from forecourt.leads.models import Lead, State


class CannotTakeLeads(ValueError):
    """The person does not sell, or left the lot."""


class GivenMeanwhile(Exception):
    """Somebody else gave the lead away, or closed it, since it was seen; `lead` is as it is now."""

    def __init__(self, lead: Lead) -> None:
        super().__init__(f"lead {lead.pk} belongs to {lead.owner_id}")
        self.lead = lead


def assign(lead: Lead, *, to: Staff, seen_owner_id: int, by: Staff, at: datetime) -> Lead:
    """Make `to` the owner, if the owner is still the one that was seen. Clocks go along.

    Two people may give one lead away at once: the first wins, the other gets GivenMeanwhile.
    Giving it to its owner changes nothing. Raises CannotTakeLeads, also when `to` leaves meanwhile.
    """
    if not (to.sells and to.is_active and to.dealership_id == lead.dealership_id):
        raise CannotTakeLeads(to.pk)
    if to.pk == seen_owner_id == lead.owner_id:
        return lead
    fields = {
        "owner_id": to.pk,
        "owner_reason": "took_over" if to.pk == by.pk else "given",
        "covered_by_id": None,
    }
    only = Q(state=State.OPEN, owner_id=seen_owner_id)
    with transaction.atomic():
        if not stays(to.pk):
            raise CannotTakeLeads(to.pk)
        if not change(lead, "lead.assigned", fields, only=only, by=by, at=at, to=to.pk):
            lead.refresh_from_db()
            raise GivenMeanwhile(lead)
    return lead
