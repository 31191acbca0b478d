"""The record, as screens read it."""

from forecourt.timeline.models import Event


def events_of_lead(lead_id: int, *, at_most: int = 200) -> list[Event]:
    """The newest events shown on a lead, oldest first."""
    newest = Event.objects.filter(lead_id=lead_id).order_by("-id")[:at_most]
    return list(reversed(newest))
