"""Put a message that came without a lead on the lead it turned out to open."""

from forecourt.conversations.models import Message
from forecourt.leads.models import Lead


def adopt(message: Message, *, lead: Lead) -> Message:
    """`message` on `lead`; nothing changes if it has a lead already. Call in a transaction.

    A back-filled thread may bring a message before its own delivery does.
    """
    Message.objects.filter(pk=message.pk, lead__isnull=True).update(lead=lead)
    message.lead = lead
    return message
