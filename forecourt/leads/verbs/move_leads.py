"""All open leads of one person go to another."""

from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead
from forecourt.leads.verbs.assign import GivenMeanwhile, assign
from forecourt.timeline.happened import together


class OwnsOpenLeads(Exception):
    """The person cannot leave while leads are theirs."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def leave_no_leads(person: Staff) -> None:
    """Raises OwnsOpenLeads while `person` has open leads. Call inside the caller's transaction."""
    count = Lead.objects.filter(owner=person).open().count()
    if count:
        raise OwnsOpenLeads(count)


def move_leads(person: Staff, *, to: Staff, by: Staff, at: datetime) -> int:
    """Give every open lead of `person` to `to`; next steps and due times stay. Returns how many.

    A lead that a colleague takes over or closes meanwhile is left to them. Raises CannotTakeLeads.
    """
    moved = 0
    with transaction.atomic(), together():
        for lead in Lead.objects.filter(owner=person).open():
            try:
                assign(lead, to=to, seen_owner_id=person.pk, by=by, at=at)
                moved += 1
            except GivenMeanwhile:
                continue
    return moved
