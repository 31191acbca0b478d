"""Say which car a lead is about: what a machine read is only a proposal."""

from datetime import datetime

from django.db.models import Q

from forecourt.dealership.models import Staff
from forecourt.leads.change import change
from forecourt.leads.models import Lead
from forecourt.stock.models import Vehicle

SURE = 100


def confirm_vehicle(lead: Lead, *, seen_vehicle_id: int, by: Staff, at: datetime) -> bool:
    """A person says the car that was read is the right one; returns whether it still was."""
    only = Q(vehicle_id=seen_vehicle_id, vehicle_confidence__lt=SURE)
    fields = {"vehicle_confidence": SURE}
    return change(lead, "lead.vehicle_confirmed", fields, only=only, by=by, at=at)


def change_vehicle(lead: Lead, vehicle: Vehicle | None, *, by: Staff, at: datetime) -> bool:
    """Put another car in its place, or none; returns whether anything changed."""
    fields = {
        "vehicle_id": vehicle.pk if vehicle else None,
        "vehicle_reason": "person" if vehicle else "",
        "vehicle_confidence": SURE if vehicle else 0,
    }
    only = (
        ~Q(vehicle_id=vehicle.pk) | Q(vehicle__isnull=True) if vehicle else Q(vehicle__isnull=False)
    )
    return change(lead, "lead.vehicle_changed", fields, only=only, by=by, at=at)
