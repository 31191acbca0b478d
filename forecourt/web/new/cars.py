"""Cars to pick from on the sheet: the last ones asked for, then whatever is searched."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forecourt.capture.inquiry import Car
from forecourt.dealership.access import staff_only
from forecourt.leads.models import Lead
from forecourt.stock.models import Vehicle
from forecourt.stock.queries import matching

AT_HAND, LOOKED_THROUGH, FOUND = 3, 24, 6


def cars_at_hand(first: Vehicle | None = None) -> list[Vehicle]:
    """The car of the page one comes from, then those asked for last. One statement."""
    recent = (
        Lead.objects.filter(vehicle__isnull=False)
        .select_related("vehicle")
        .only("vehicle")
        .order_by("-received_at", "-id")[:LOOKED_THROUGH]
    )
    cars = {first.pk: first} if first else {}
    for lead in recent:
        if lead.vehicle and lead.vehicle.status not in {
            Vehicle.Status.SOLD,
            Vehicle.Status.WITHDRAWN,
        }:
            cars.setdefault(lead.vehicle.pk, lead.vehicle)
    return list(cars.values())[:AT_HAND]


def as_clue(vehicle: Vehicle) -> Car:
    """One of our cars, so that capture finds exactly it."""
    return Car(
        vin=vehicle.vin,
        stock_number=vehicle.stock_number,
        ad_ids=(vehicle.public_key,),
        make=vehicle.make,
        model=vehicle.model,
        variant=vehicle.variant,
        year=vehicle.year,
    )


@require_safe
@staff_only
def search(request: HttpRequest) -> HttpResponse:
    """Chips of the cars for sale that the words fit."""
    words = request.GET.get("car", "")[:60].strip()
    cars = (
        matching(Vehicle.objects.for_sale(), words).longest_standing_first()[:FOUND]
        if words
        else []
    )
    return render(request, "new/_found.html", {"cars": cars, "words": words})
