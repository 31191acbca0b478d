"""Whose page an address names. Anybody may look; what is not public is a plain 404."""

from django.http import Http404

from forecourt.capture.models import Connection
from forecourt.dealership.models import Dealership
from forecourt.stock.models import Vehicle


def lot_named(slug: str) -> Dealership:
    found = Dealership.objects.filter(slug=slug).first()
    if found is None or not found.name:
        raise Http404
    return found


def car_behind(dealership: Dealership, public_key: str) -> Vehicle:
    """A car of this lot, also a sold one; 404 for another lot's, and for one that was withdrawn."""
    found: Vehicle | None = Vehicle.objects.filter(public_key=public_key).first()
    if found is None or found.dealership_id != dealership.pk:
        raise Http404
    if found.status == Vehicle.Status.WITHDRAWN:
        raise Http404
    return found


def form_door(dealership: Dealership) -> Connection | None:
    """The lot's connection of the form channel, switched on."""
    found: Connection | None = (
        Connection.objects.filter(dealership=dealership, channel="form", is_on=True)
        .order_by("id")
        .first()
    )
    return found
