"""All about one car."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.models import Lead
from forecourt.leads.queries import asking_for
from forecourt.stock.access import vehicle_for
from forecourt.stock.models import Vehicle
from forecourt.stock.shown import (
    days_standing,
    plate_state,
    shown_country,
    shown_facts,
    shown_price,
    shown_registration,
    vin_in_groups,
)
from forecourt.stock.verbs.set_status import WHAT_IT_DOES, steps_from
from forecourt.stock.vin import VinReading, read_vin
from forecourt.web.new.sheet import public_address, qr_code
from forecourt.web.today.rows import BANDS, name_of

MOST_ASKING = 20


@dataclass(frozen=True, slots=True)
class Step:
    value: str
    words: str
    does: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A lead on this car; `name` is the number where no name is known."""

    lead: Lead
    name: str


@require_safe
@staff_only
def show(request: StaffRequest, vehicle_id: int) -> HttpResponse:
    vehicle = vehicle_for(request.staff, vehicle_id)
    return drawn(request, vehicle)


def drawn(
    request: StaffRequest, vehicle: Vehicle, *, in_column: bool = False, **more: Any
) -> HttpResponse:
    """The car as a page, or in the column beside its list."""
    in_column = in_column or request.htmx.target == "detail"
    context = {**_shown(request, vehicle), "in_column": in_column, **more}
    return render(request, "stock/_column.html" if in_column else "stock/vehicle.html", context)


def _shown(request: StaffRequest, vehicle: Vehicle) -> dict[str, Any]:
    lot = request.staff.dealership
    asking = _asking(vehicle)
    address = public_address(lot, vehicle)
    decoded = _decoded(vehicle)
    return {
        "vehicle": vehicle,
        "name": " ".join(filter(None, [vehicle.make, vehicle.model])) or vehicle.vin,
        "plate_state": plate_state(vehicle),
        "band": BANDS.get(lot.country, ""),
        "price": shown_price(vehicle.price, vehicle.currency),
        "floor": shown_price(vehicle.floor_price, vehicle.currency),
        "days": days_standing(vehicle, timezone.localdate()),
        "facts": shown_facts(vehicle),
        "vin": vin_in_groups(vehicle.vin),
        "registered": shown_registration(vehicle.first_registration),
        "decoded": decoded,
        "built_in": shown_country(decoded.country) if decoded else "",
        "steps": _steps(vehicle),
        "asking": asking[:MOST_ASKING],
        "more_asking": len(asking) > MOST_ASKING,
        "address": address,
        "code": qr_code(address),
        "adverts": list(vehicle.adverts.order_by("id")[:12]),
        "place": "stock",
    }


def _asking(vehicle: Vehicle) -> list[Asking]:
    leads = asking_for(vehicle, at_most=MOST_ASKING + 1)
    return [Asking(lead, name_of(lead)) for lead in leads]


def _steps(vehicle: Vehicle) -> list[Step]:
    return [
        Step(status, str(Vehicle.Status(status).label), str(WHAT_IT_DOES[status]))
        for status in steps_from(vehicle.status)
    ]


def _decoded(vehicle: Vehicle) -> VinReading | None:
    return read_vin(vehicle.vin) if vehicle.vin else None
