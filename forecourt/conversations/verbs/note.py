"""Write something down for the team; the customer never sees it."""

from datetime import datetime

from django.db import transaction

from forecourt.conversations.models import Direction, Message
from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead
from forecourt.timeline.happened import happened

LONGEST = 4000


def note(lead: Lead, text: str, *, by: Staff, at: datetime) -> Message:
    """Put a note into the thread of `lead`."""
    with transaction.atomic():
        written: Message = Message.objects.create(
            dealership_id=lead.dealership_id,
            customer_id=lead.customer_id,
            lead=lead,
            direction=Direction.NOTE,
            channel="note",
            kind="note",
            body=text.strip()[:LONGEST],
            at=at,
            stored_at=at,
            by=by,
        )
        happened("note.added", written, lead=lead, by=by, at=at)
    return written
