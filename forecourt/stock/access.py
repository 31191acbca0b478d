"""The doors to a lot's cars."""

from django.http import Http404

from forecourt.dealership.access import id_in
from forecourt.dealership.models import Staff
from forecourt.stock.models import StockList, Vehicle


def vehicle_for(staff: Staff, vehicle_id: int) -> Vehicle:
    """A car of this person's lot, or 404."""
    found: Vehicle | None = Vehicle.objects.filter(pk=vehicle_id).first()
    if found is None or found.dealership_id != staff.dealership_id:
        raise Http404
    return found


def vehicle_named(staff: Staff, vehicle_id: str) -> Vehicle | None:
    """The car that a form names; None for "" or anything that is no car of this lot."""
    number = id_in(vehicle_id)
    found: Vehicle | None = Vehicle.objects.filter(pk=number).first() if number else None
    return found if found is not None and found.dealership_id == staff.dealership_id else None


def list_kept_for(staff: Staff, named: str) -> StockList:
    """The stock list that this person sent and a form names, or 404."""
    found: StockList | None = StockList.objects.filter(pk=id_in(named), by=staff).first()
    if found is None:
        raise Http404
    return found
