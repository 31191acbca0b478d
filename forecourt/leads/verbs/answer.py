"""A person answered the customer: it is their turn now."""

from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead
from forecourt.timeline.happened import happened


def answer(lead: Lead, *, channel: str, evidence: str, by: Staff | None, at: datetime) -> bool:
    """Stop the wait of `lead`'s customer; returns whether it was news.

    It is if they waited, or if this is the first answer a person ever gave. `evidence` is
    "answered" (a message left us) or "two_way" (they talked). The next action stays: who answered
    decides in the next tap what comes next. Safe to repeat.
    """
    with transaction.atomic():
        waiting = Lead.objects.filter(
            pk=lead.pk, waiting_since__isnull=False, waiting_since__lte=at
        )
        waited = waiting.update(waiting_since=None, reply_due_at=None, rings=0, last_contact_at=at)
        unanswered = Lead.objects.filter(
            pk=lead.pk, answered_at__isnull=True, waiting_since__isnull=True
        )
        first = bool(unanswered.update(answered_at=at))
        if not (waited or first):
            return False
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
