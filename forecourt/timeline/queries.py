"""The record, as screens read it."""

from collections.abc import Collection

from django.db.models import Max, QuerySet

from forecourt.dealership.prepared import ask
from forecourt.dealership.scope import all_dealerships
from forecourt.timeline.models import Event

Stored = tuple[int, str, int | None, int]  # id, kind, lead, dealership


def events_of_lead(lead_id: int, *, at_most: int = 200) -> list[Event]:
    """The newest events shown on a lead, oldest first."""
    return ask(_newest, at_most, lead=lead_id)[::-1]


def _newest(at_most: int, *, lead: int) -> QuerySet[Event]:
    return Event.objects.filter(lead_id=lead).order_by("-id")[:at_most]


def newest_by_lead(lead_ids: Collection[int], kinds: Collection[str]) -> dict[int, Event]:
    """The newest event of one of these kinds on each of the leads, with who did it."""
    events = Event.objects.filter(lead_id__in=lead_ids, kind__in=kinds).select_related("by")
    return {event.lead_id: event for event in events.order_by("id") if event.lead_id is not None}


def latest_id() -> int:
    """Of the newest event of any lot; 0 before the first."""
    with all_dealerships():
        return Event.objects.aggregate(latest=Max("id"))["latest"] or 0


def stored_after(event_id: int, *, lots: Collection[int], at_most: int) -> list[Stored]:
    """Events of these lots with a greater id, in the order of their ids."""
    with all_dealerships():
        events = Event.objects.filter(id__gt=event_id, dealership__in=lots).order_by("id")
        return list(events.values_list("id", "kind", "lead_id", "dealership_id")[:at_most])
