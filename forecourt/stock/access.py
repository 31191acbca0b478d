"""The doors to a lot's cars."""

from django.http import Http404

from forecourt.dealership.models import Staff
from forecourt.stock.models import Vehicle


def vehicle_for(staff: Staff, vehicle_id: int) -> Vehicle:
    """A car of this person's lot, or 404."""
    found: Vehicle | None = Vehicle.objects.filter(pk=vehicle_id).first()
    if found is None or found.dealership_id != staff.dealership_id:
        raise Http404
    return found


def vehicle_named(staff: Staff, vehicle_id: str) -> Vehicle | None:
    """The car that a form names; None for "" or anything that is no car of this lot."""
    if not (vehicle_id.isascii() and vehicle_id.isdigit() and len(vehicle_id) < 19):
        return None
    found: Vehicle | None = Vehicle.objects.filter(pk=int(vehicle_id)).first()
    return found if found is not None and found.dealership_id == staff.dealership_id else None
