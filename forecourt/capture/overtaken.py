"""A question that a later one of the same customer overtook on its way to us.

Providers send again what was not accepted, and several workers read at once.
"""

from datetime import datetime

from forecourt.conversations.queries import first_said_after
from forecourt.leads.models import Lead
from forecourt.leads.verbs.open_lead import Asked
from forecourt.timeline.models import Event


def was_overtaken(lead: Lead, asked: Asked, due: datetime) -> bool:
    """Whether the customer waits since `asked`, which must be answered at `due`.

    Only if that is earlier than the lead knows, and nobody answered in between.
    """
    since = lead.waiting_since
    if since is None or lead.reply_due_at is None or due >= lead.reply_due_at:
        return False
    said = first_said_after(lead.customer_id, asked.at)
    if said is not None and said.at < since:
        return False
    answered = Event.objects.filter(lead_id=lead.pk, kind="lead.answered")
    return not answered.filter(at__gte=asked.at, at__lt=since).exists()
