"""Move a car to its next status, or back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.stock.access import vehicle_for
from forecourt.stock.faults import MovedSince, NotAStep
from forecourt.stock.models import Vehicle
from forecourt.stock.queries import one_with_asking
from forecourt.stock.verbs.set_status import set_status
from forecourt.stock.verbs.undo_status import moves_of, undo_status
from forecourt.web.stock.listing import rows_of
from forecourt.web.stock.vehicle import drawn


@require_POST
@staff_only
def create(request: StaffRequest, vehicle_id: int) -> HttpResponse:
    vehicle = vehicle_for(request.staff, vehicle_id)
    before = vehicle.status
    try:
        set_status(vehicle, request.POST.get("to", ""), by=request.staff, at=timezone.now())
    except NotAStep as stuck:
        words = _("Not possible from here. It stands at: %(status)s") % _standing(stuck.vehicle)
        return _answer(request, stuck.vehicle, words, tone="error")
    return _answer(request, vehicle, _standing(vehicle)["status"], moved=vehicle.status != before)


@require_POST
@staff_only
def undo(request: StaffRequest, vehicle_id: int, event_id: int) -> HttpResponse:
    vehicle = vehicle_for(request.staff, vehicle_id)
    try:
        undo_status(vehicle, event_id=event_id, by=request.staff, at=timezone.now())
    except MovedSince as moved:
        words = _("The car was moved since. It stands at: %(status)s") % _standing(moved.vehicle)
        return _answer(request, moved.vehicle, words, tone="error")
    return _answer(request, vehicle, _standing(vehicle)["status"])


def _standing(vehicle: Vehicle) -> dict[str, str]:
    return {"status": str(Vehicle.Status(vehicle.status).label)}


def _answer(
    request: StaffRequest, vehicle: Vehicle, words: str, *, tone: str = "info", moved: bool = False
) -> HttpResponse:
    """A toast, over the car's page or beside its list; with Undo if the car was `moved`."""
    beside = request.htmx.target == "detail" or "beside" in request.GET
    move = moves_of(vehicle).order_by("-id").first() if moved else None
    undo = f"/cars/{vehicle.pk}/status/undo/{move.pk}/{'?beside' * beside}" if move else ""
    if not request.htmx:
        level = messages.ERROR if tone == "error" else messages.INFO
        messages.add_message(request, level, words, extra_tags=undo)
        return redirect(f"/cars/{vehicle.pk}/")
    answer = _beside_its_row(request, vehicle) if beside else HttpResponse(status=204)
    if not beside:
        trigger_client_event(answer, "refresh", {})
    return trigger_client_event(answer, "toast", {"words": words, "tone": tone, "undo": undo})


def _beside_its_row(request: StaffRequest, vehicle: Vehicle) -> HttpResponse:
    """The car in its column, and its row of the list anew."""
    row = rows_of(one_with_asking(vehicle), timezone.localdate())[0]
    answer = drawn(request, vehicle, in_column=True, row=row)
    return reswap(retarget(answer, "#detail"), "innerHTML")
