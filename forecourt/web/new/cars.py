"""Cars to pick from on the sheet: the last ones asked for, then whatever is searched."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forecourt.capture.inquiry import Car
from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.queries import cars_asked_for
from forecourt.stock.models import Vehicle
from forecourt.stock.queries import longest_for_sale

AT_HAND, FOUND = 3, 6


def cars_at_hand(first: Vehicle | None = None) -> list[Vehicle]:
    """The car of the page one comes from, then those asked for last."""
    asked_for = cars_asked_for(at_most=AT_HAND)
    if first is None:
        return asked_for
    return [first, *(car for car in asked_for if car.pk != first.pk)][:AT_HAND]


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
def search(request: StaffRequest) -> HttpResponse:
    """Chips of the cars for sale that the words fit."""
    words = request.GET.get("car", "")[:60].strip()
    cars = longest_for_sale(words, at_most=FOUND) if words else []
    return render(request, "new/_found.html", {"cars": cars, "words": words})
