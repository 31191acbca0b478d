"""Move a car along: sourced, in transit, under repair, on lot, reserved, sold; withdrawn aside."""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forecourt.dealership.models import Staff
from forecourt.stock.faults import NotAStep
from forecourt.stock.models import Vehicle
from forecourt.timeline.happened import happened

Status = Vehicle.Status

STEPS: dict[str, tuple[str, ...]] = {
    Status.SOURCED: (Status.IN_TRANSIT, Status.UNDER_REPAIR, Status.ON_LOT, Status.WITHDRAWN),
    Status.IN_TRANSIT: (Status.UNDER_REPAIR, Status.ON_LOT, Status.RESERVED, Status.WITHDRAWN),
    Status.UNDER_REPAIR: (Status.ON_LOT, Status.RESERVED, Status.WITHDRAWN),
    Status.ON_LOT: (Status.RESERVED, Status.SOLD, Status.UNDER_REPAIR, Status.WITHDRAWN),
    Status.RESERVED: (Status.SOLD, Status.ON_LOT, Status.IN_TRANSIT, Status.UNDER_REPAIR),
    Status.SOLD: (Status.ON_LOT, Status.RESERVED),
    Status.WITHDRAWN: (Status.ON_LOT, Status.IN_TRANSIT, Status.SOURCED),
}

WHAT_IT_DOES: dict[str, Promise] = {
    Status.SOURCED: _("Bought, not on its way yet."),
    Status.IN_TRANSIT: _("Shown under In transit; people may already ask for it."),
    Status.UNDER_REPAIR: _("Stays in stock, not ready to show."),
    Status.ON_LOT: _("Can be shown and sold; its page takes enquiries."),
    Status.RESERVED: _("Kept for one buyer; others still can ask."),
    Status.SOLD: _("Leaves the stock; its page says so and shows cars like it."),
    Status.WITHDRAWN: _("Leaves the stock without a sale."),
}


def steps_from(status: str) -> tuple[str, ...]:
    """Where a car of this status may go next, the usual step first."""
    return STEPS.get(status, ())


def set_status(vehicle: Vehicle, status: str, *, by: Staff | None, at: datetime) -> Vehicle:
    """Give the car its next status. The same status again changes nothing.

    Raises NotAStep when the car's status, as it is in the database now, does not lead there: of
    two people who move one car, the second learns where it stands.
    """
    if vehicle.status == status:
        return vehicle
    before = vehicle.status
    with transaction.atomic():
        allowed = status in steps_from(before)
        here = Vehicle.objects.filter(pk=vehicle.pk, status=before)
        if not allowed or not here.update(status=status):
            vehicle.refresh_from_db(fields=["status"])
            raise NotAStep(vehicle, status)
        vehicle.status = status
        happened("vehicle.status_set", vehicle, by=by, at=at, was=before, status=status)
    return vehicle
