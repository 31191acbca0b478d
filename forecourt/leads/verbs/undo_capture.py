"""Take back a lead that was written down by mistake a moment ago."""

from datetime import datetime, timedelta

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead, LostReason
from forecourt.leads.verbs.attempt import LeadIsClosed
from forecourt.leads.verbs.lose import lose
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
    second tap changes nothing. An inquiry may join in the same moment: the lead is closed first and
    looked at then, so either it is seen here and the closing undone, or it finds the lead closed.
    Raises NotToBeUndone.
    """
    try:
        with transaction.atomic():
            lose(lead, reason=LostReason.OTHER, by=by, at=at)
            if not _was_a_bare_capture(lead, by=by, at=at):
                raise NotToBeUndone(lead)
            happened("lead.capture_undone", lead, lead=lead, by=by, at=at)
    except LeadIsClosed:
        if not Event.objects.filter(lead_id=lead.pk, kind="lead.capture_undone").exists():
            raise NotToBeUndone(lead) from None
    except NotToBeUndone:
        lead.refresh_from_db()
        raise
    return lead


def _was_a_bare_capture(lead: Lead, *, by: Staff, at: datetime) -> bool:
    """Nothing stands on the timeline but that `by` opened it, and the closing of this act."""
    events = list(Event.objects.filter(lead_id=lead.pk).order_by("id")[:3])
    opened = events[0]
    return (
        [event.kind for event in events] == ["lead.opened", "lead.lost"]
        and opened.by_id == by.pk
        and at - opened.stored_at <= WITHIN
    )
