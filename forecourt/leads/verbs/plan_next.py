"""Say what comes next on a lead, and by when."""

from datetime import datetime

from django.db.models import Q

from forecourt.dealership.models import Staff
from forecourt.leads.change import change
from forecourt.leads.models import Lead, State
from forecourt.leads.verbs.attempt import LeadIsClosed
from forecourt.leads.verbs.open_lead import NextAction


def plan_next(lead: Lead, next_action: NextAction, *, by: Staff, at: datetime) -> Lead:
    """Put `next_action` in place of the one before. Raises LeadIsClosed."""
    fields = next_action.as_fields()
    if not change(lead, "lead.next_planned", fields, only=Q(state=State.OPEN), by=by, at=at):
        raise LeadIsClosed(lead)
    return lead
