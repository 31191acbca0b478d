"""Move a car to its next status."""

import json

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
from forecourt.stock.queries import with_asking
from forecourt.stock.verbs.set_status import set_status
from forecourt.web.stock.listing import rows_of
from forecourt.web.stock.vehicle import drawn


@require_POST
@staff_only
def create(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    staff = request.staff  # type: ignore[attr-defined]
    vehicle = vehicle_for(staff, vehicle_id)
    tone = "info"
    try:
        set_status(vehicle, request.POST.get("to", ""), by=staff, at=timezone.now())
        words = str(Vehicle.Status(vehicle.status).label)
    except NotAStep as stuck:
        tone, vehicle = "error", vehicle_for(staff, vehicle_id)
        now = Vehicle.Status(stuck.vehicle.status).label
        words = _("Not possible from here. It stands at: %(status)s") % {"status": now}
    if request.htmx.target == "detail":  # type: ignore[attr-defined]
        return _beside_its_row(request, vehicle, words, tone)
    messages.add_message(request, messages.ERROR if tone == "error" else messages.INFO, words)
    return redirect(f"/cars/{vehicle.pk}/")


def _beside_its_row(request: HttpRequest, vehicle: Vehicle, words: str, tone: str) -> HttpResponse:
    """The car in its column, its row of the list anew, and a toast."""
    itself = with_asking(Vehicle.objects.filter(pk=vehicle.pk))
    answer = drawn(request, vehicle, row=rows_of(itself, timezone.localdate())[0])
    answer.headers["HX-Trigger"] = json.dumps({"toast": {"words": words, "tone": tone}})
    return answer
