"""Add a car, or correct one."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.stock.access import vehicle_for
from forecourt.stock.facts import FIELDS
from forecourt.stock.faults import AlreadyInStock, NotAStep
from forecourt.stock.models import Vehicle
from forecourt.stock.verbs.add_vehicle import add_vehicle
from forecourt.stock.verbs.advertise import OffersAnother, advertise
from forecourt.stock.verbs.change_vehicle import change_vehicle
from forecourt.stock.verbs.set_status import steps_from
from forecourt.stock.vin import read_vin
from forecourt.web.stock.forms import FUELS, GEARBOXES, CarForm


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def add(request: StaffRequest) -> HttpResponse:
    staff = request.staff
    if request.method != "POST":
        start = {"vin": request.GET.get("vin", "")[:30], "status": Vehicle.Status.ON_LOT}
        return _form(request, CarForm(initial=start, country=staff.dealership.country))
    form = CarForm(request.POST, country=staff.dealership.country)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        vehicle = add_vehicle(staff.dealership, form.facts, by=staff, at=timezone.now())
    except AlreadyInStock as taken:
        return _form(request, form, taken=taken, status=409)
    messages.info(request, _("Added. It is in stock now."))
    return redirect(f"/cars/{vehicle.pk}/")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def edit(request: StaffRequest, vehicle_id: int) -> HttpResponse:
    staff = request.staff
    vehicle = vehicle_for(staff, vehicle_id)
    country = staff.dealership.country
    if request.method != "POST":
        return _form(request, CarForm(initial=_initial(vehicle), country=country), vehicle=vehicle)
    form = CarForm(request.POST, country=country)
    if not form.is_valid():
        return _form(request, form, vehicle=vehicle, status=422)
    keys = re.split(r"[\s,;]+", request.POST.get("adverts", "")[:3000])
    try:
        change_vehicle(vehicle, form.facts, by=staff, at=timezone.now())
        if "adverts" in request.POST:
            advertise(vehicle, keys, by=staff, at=timezone.now())
    except AlreadyInStock as taken:
        return _form(request, form, vehicle=vehicle, taken=taken, status=409)
    except OffersAnother as other:
        return _form(request, form, vehicle=vehicle, offered=other, status=409)
    except NotAStep:
        form.add_error("status", _("This step is not possible any more."))
        return _form(request, form, vehicle=vehicle, status=409)
    messages.info(request, _("Saved"))
    return redirect(f"/cars/{vehicle.pk}/")


def _form(
    request: StaffRequest,
    form: CarForm,
    *,
    vehicle: Vehicle | None = None,
    taken: AlreadyInStock | None = None,
    offered: OffersAnother | None = None,
    status: int = 200,
) -> HttpResponse:
    steps = (vehicle.status, *steps_from(vehicle.status)) if vehicle else tuple(Vehicle.Status)
    vin = str(form["vin"].value() or "")
    context = {
        "form": form,
        "vehicle": vehicle,
        "taken": taken,
        "offered": offered,
        "statuses": [(value, Vehicle.Status(value).label) for value in steps],
        "fuels": FUELS,
        "gearboxes": GEARBOXES,
        "vin_read": read_vin(vin) if vin else None,
        "adverts": request.POST.get("adverts") or _adverts(vehicle),
        "place": "stock",
    }
    return render(request, "stock/edit.html", context, status=status)


def _adverts(vehicle: Vehicle | None) -> str:
    return (
        "\n".join(vehicle.adverts.order_by("id").values_list("key", flat=True)) if vehicle else ""
    )


def _initial(vehicle: Vehicle) -> dict[str, object]:
    shown = {name: getattr(vehicle, name) for name in FIELDS}
    for name in ("price", "floor_price"):
        amount = shown[name]
        if amount is not None and amount == amount.to_integral_value():
            shown[name] = int(amount)
    return shown
