"""Put a lead off: when it comes back, and what it waits for."""

from datetime import datetime

from django.db.models import Q

from forecourt.dealership.models import Staff
from forecourt.leads.change import change
from forecourt.leads.models import Lead, NextKind, State
from forecourt.leads.verbs.attempt import LeadIsClosed


def later(lead: Lead, *, until: datetime, waiting_for: str, by: Staff, at: datetime) -> Lead:
    """Move the row of `lead` to `until`. A reply clock that runs is not touched.

    `waiting_for` is a code of reasons.WAITING_FOR or "". Raises LeadIsClosed.
    """
    kind = lead.next_kind if lead.waits_for_us or not waiting_for else NextKind.WAIT
    fields = {
        "next_kind": kind or NextKind.WAIT,
        "next_text": waiting_for,
        "next_due_at": until,
        "next_promised": False,
    }
    if not change(
        lead, "lead.later", fields, only=Q(state=State.OPEN), by=by, at=at, waiting_for=waiting_for
    ):
        raise LeadIsClosed(lead)
    return lead
