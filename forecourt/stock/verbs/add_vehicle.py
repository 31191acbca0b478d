"""Take a car into stock."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from forecourt.dealership.models import Dealership, Staff
from forecourt.stock.facts import CarFacts, write_facts
from forecourt.stock.faults import AlreadyInStock, NamesNoCar
from forecourt.stock.keys import set_keys
from forecourt.stock.models import Vehicle
from forecourt.timeline.happened import happened


def add_vehicle(
    dealership: Dealership, facts: CarFacts, *, by: Staff | None, at: datetime
) -> Vehicle:
    """A new car with `facts`; without a status it stands on the lot, since today.

    Raises NamesNoCar without make and VIN, AlreadyInStock when another car of the lot has its VIN
    or its stock number. Two people may add one car in the same second; the constraint decides.
    """
    vehicle = Vehicle(dealership=dealership, currency=dealership.currency)
    vehicle.stocked_on = at.astimezone(dealership.zone).date()
    vehicle.created_at = at
    vehicle.public_key = secrets.token_hex(6)
    write_facts(vehicle, facts)
    set_keys(vehicle)
    if not (vehicle.make or vehicle.vin):
        raise NamesNoCar
    with transaction.atomic():
        save_or_name_the_other(vehicle)
        happened("vehicle.added", vehicle, by=by, at=at, status=vehicle.status)
    return vehicle


def save_or_name_the_other(vehicle: Vehicle, fields: list[str] | None = None) -> None:
    """Save; raises AlreadyInStock with the car that holds the VIN or the stock number."""
    try:
        with transaction.atomic():
            vehicle.save(force_insert=fields is None, update_fields=fields)
    except IntegrityError:
        for field, column in (("vin", "vin"), ("stock_number", "stock_key")):
            held = _holder(vehicle, column)
            if held is not None:
                raise AlreadyInStock(held, field) from None
        raise


def _holder(vehicle: Vehicle, column: str) -> Vehicle | None:
    value = getattr(vehicle, column)
    if not value:
        return None
    others = Vehicle.objects.exclude(pk=vehicle.pk)
    alike = others.filter(vin=value) if column == "vin" else others.filter(stock_key=value)
    found: Vehicle | None = alike.first()
    return found
