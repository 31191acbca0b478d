"""Take back a lead that was written down by mistake a moment ago."""

from datetime import datetime, timedelta

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead, LostReason, State
from forecourt.timeline.happened import happened
from forecourt.timeline.models import Event

WITHIN = timedelta(hours=24)


class NotToBeUndone(Exception):
    """Something else happened to the lead, or somebody else opened it, or it is too old."""

    def __init__(self, lead: Lead) -> None:
        super().__init__(f"lead {lead.pk} is more than a capture by now")
        self.lead = lead


def undo_capture(lead: Lead, *, by: Staff, at: datetime) -> Lead:
    """Close a lead that `by` opened within WITHIN and that nothing was added to since.

    The record stays: the lead is lost for "other", and the timeline says that it was undone. A
    second tap changes nothing. Raises NotToBeUndone.
    """
    events = list(Event.objects.filter(lead_id=lead.pk).order_by("id")[:8])
    if any(event.kind == "lead.capture_undone" for event in events):
        return lead
    opened = events[0] if events else None
    if opened is None or opened.kind != "lead.opened" or opened.by_id != by.pk:
        raise NotToBeUndone(lead)
    added = [event for event in events[1:] if event.kind != "lead.opened"]
    if added or at - opened.stored_at > WITHIN:
        raise NotToBeUndone(lead)
    with transaction.atomic():
        closed = (
            Lead.objects.filter(pk=lead.pk)
            .open()
            .update(
                state=State.LOST,
                lost_reason=LostReason.OTHER,
                closed_at=at,
                waiting_since=None,
                reply_due_at=None,
            )
        )
        if not closed:
            raise NotToBeUndone(lead)
        lead.refresh_from_db()
        happened("lead.capture_undone", lead, lead=lead, by=by, at=at)
        happened("lead.lost", lead, lead=lead, by=by, at=at, reason=LostReason.OTHER.value)
    return lead
