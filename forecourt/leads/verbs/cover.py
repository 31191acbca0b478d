"""Answer for a colleague without taking the lead."""

from datetime import datetime

from django.db.models import Q

from forecourt.dealership.models import Staff
from forecourt.leads.change import change
from forecourt.leads.models import Lead, State


class CoveredAlready(Exception):
    """A colleague covers it, or it was closed; `lead` is as it is now."""

    def __init__(self, lead: Lead) -> None:
        super().__init__(f"lead {lead.pk} is covered by {lead.covered_by_id}")
        self.lead = lead


def cover(lead: Lead, *, by: Staff, at: datetime) -> Lead:
    """`by` answers for the owner until the lead is given back. Raises CoveredAlready."""
    fields = {"covered_by_id": by.pk}
    if not change(lead, "lead.covered", fields, only=_free_for(by), by=by, at=at):
        lead.refresh_from_db()
        if lead.covered_by_id == by.pk:
            return lead
        raise CoveredAlready(lead)
    return lead


def can_cover(lead: Lead, person: Staff) -> bool:
    """Whether `cover` would do it for `person`, as far as `lead` is read."""
    return lead.is_open and lead.covered_by_id is None and lead.owner_id != person.pk


def uncover(lead: Lead, *, by: Staff, at: datetime) -> bool:
    """Give it back to the owner; returns whether it was covered."""
    only = Q(covered_by__isnull=False)
    return change(lead, "lead.uncovered", {"covered_by_id": None}, only=only, by=by, at=at)


def _free_for(person: Staff) -> Q:
    return Q(state=State.OPEN, covered_by__isnull=True) & ~Q(owner_id=person.pk)
