"""A customer who was just answered asks on: by when they must hear from us."""

from datetime import datetime

from forecourt.leads.models import Lead


def owe_reply(lead: Lead, *, due_at: datetime) -> None:
    """Make `due_at` the due time of a waiting lead. Called where its clock starts, in that act."""
    fields = {"reply_due_at": due_at, "next_due_at": due_at, "next_promised": False}
    Lead.objects.filter(pk=lead.pk).waiting_for_us().update(**fields)
    for name, value in fields.items():
        setattr(lead, name, value)
