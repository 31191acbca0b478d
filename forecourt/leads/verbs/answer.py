"""A person answered the customer: it is their turn now."""

from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead
from forecourt.timeline.happened import happened


def answer(lead: Lead, *, channel: str, evidence: str, by: Staff | None, at: datetime) -> bool:
    """Stop the wait of `lead`'s customer; returns whether they were waiting.

    `evidence` is "answered" (a message left us) or "two_way" (they talked). The next action stays:
    who answered decides in the next tap what comes next. Safe to repeat.
    """
    with transaction.atomic():
        waiting = Lead.objects.filter(
            pk=lead.pk, waiting_since__isnull=False, waiting_since__lte=at
        )
        if not waiting.update(waiting_since=None, reply_due_at=None, rings=0, last_contact_at=at):
            return False
        first = bool(
            Lead.objects.filter(pk=lead.pk, answered_at__isnull=True).update(answered_at=at)
        )
        lead.refresh_from_db()
        happened(
            "lead.answered",
            lead,
            lead=lead,
            by=by,
            at=at,
            channel=channel,
            evidence=evidence,
            first=first,
        )
    return True
