"""Move a car to its next status."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forecourt.dealership.access import staff_only
from forecourt.stock.access import vehicle_for
from forecourt.stock.faults import NotAStep
from forecourt.stock.models import Vehicle
from forecourt.stock.verbs.set_status import set_status


@require_POST
@staff_only
def create(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    staff = request.staff  # type: ignore[attr-defined]
    vehicle = vehicle_for(staff, vehicle_id)
    try:
        set_status(vehicle, request.POST.get("to", ""), by=staff, at=timezone.now())
        messages.info(request, Vehicle.Status(vehicle.status).label)
    except NotAStep as stuck:
        now = Vehicle.Status(stuck.vehicle.status).label
        messages.error(
            request, _("Not possible from here. It stands at: %(status)s") % {"status": now}
        )
    return redirect(f"/cars/{vehicle.pk}/")
