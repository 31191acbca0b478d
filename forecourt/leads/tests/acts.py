"""A lead to act on, and what the timeline says of it."""

from datetime import datetime, timedelta

from forecourt.capture.inquiry import Inquiry, Person, Source
from forecourt.capture.verbs.capture import capture
from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import Lead
from forecourt.leads.steps import after_attempt
from forecourt.leads.verbs.attempt import Outcome, attempt
from forecourt.timeline.models import Event

HOUR = timedelta(hours=1)


def written(lot: Dealership, at: datetime, *, text: str = "Still there?", key: str = "1") -> Lead:
    inquiry = Inquiry(
        kind="form",
        source=Source("form"),
        provider_id=key,
        person=Person(name="Marta Kowalska", phones=("+493055501",)),
        message=text,
        acted_at=at,
    )
    return capture(inquiry, dealership=lot, at=at).lead


def newest(lead: Lead) -> Event:
    return Event.objects.filter(lead_id=lead.pk).order_by("-id")[0]


def tried(lead: Lead, outcome: Outcome, by: Staff, at: datetime) -> Lead:
    comes_next = after_attempt(lead, outcome, dealership=by.dealership, at=at)
    return attempt(lead, channel="call", outcome=outcome, next_action=comes_next, by=by, at=at)
