"""Leads follow what happens to the team."""

from forecourt.dealership.models import Staff
from forecourt.leads.verbs.assign import CannotTakeLeads
from forecourt.leads.verbs.move_leads import leave_no_leads, move_leads
from forecourt.timeline.happened import Happening


def pass_on_when_left(happening: Happening) -> None:
    """Raises OwnsOpenLeads or CannotTakeLeads, and then nobody left."""
    person, by, chosen = happening.subject, happening.by, happening.data["leads_to"]
    assert isinstance(person, Staff)
    assert isinstance(by, Staff)
    if chosen is not None:
        to = Staff.of_lot.select_related("dealership").filter(pk=chosen).first()
        if to is None:
            raise CannotTakeLeads(chosen)
        move_leads(person, to=to, by=by, at=happening.at)
    leave_no_leads(person)
