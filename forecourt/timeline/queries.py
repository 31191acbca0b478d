"""The record, as screens read it."""

from django.db.models import QuerySet

from forecourt.dealership.prepared import ask
from forecourt.timeline.models import Event


def events_of_lead(lead_id: int, *, at_most: int = 200) -> list[Event]:
    """The newest events shown on a lead, oldest first."""
    return ask(_newest, at_most, lead=lead_id)[::-1]


def _newest(at_most: int, *, lead: int) -> QuerySet[Event]:
    return Event.objects.filter(lead_id=lead).order_by("-id")[:at_most]
