"""Keep what a person wrote to the customer from their own phone."""

from datetime import datetime

from django.db import transaction

from forecourt.conversations.models import Direction, Message
from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead
from forecourt.leads.verbs.attempt import Outcome, attempt
from forecourt.leads.verbs.open_lead import NextAction

LONGEST = 8000


def tell(
    lead: Lead,
    text: str,
    *,
    channel: str,
    next_action: NextAction,
    by: Staff,
    at: datetime,
    began_at: datetime | None = None,
) -> Lead:
    """Put the text into the thread and count it as an answer. Raises LeadIsClosed."""
    with transaction.atomic():
        said: Message = Message.objects.create(
            dealership_id=lead.dealership_id,
            customer_id=lead.customer_id,
            lead=lead,
            direction=Direction.OUT,
            channel=channel,
            kind="message",
            body=text.strip()[:LONGEST],
            at=began_at or at,
            stored_at=at,
            by=by,
        )
        return attempt(
            lead,
            channel=channel,
            outcome=Outcome.SENT,
            next_action=next_action,
            by=by,
            at=at,
            began_at=began_at,
            message_id=said.pk,
        )
