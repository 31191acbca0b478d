"""What may be written down about a car, by whichever door it comes."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, cast

from forecourt.stock.models import Vehicle


class CarFacts(TypedDict, total=False):
    """The columns of a vehicle that people and programs set. What is left out stays as it is."""

    make: str
    model: str
    variant: str
    year: int | None
    first_registration: str
    mileage_km: int | None
    fuel: str
    gearbox: str
    power_kw: int | None
    colour: str
    vin: str
    plate: str
    stock_number: str
    status: str
    place: str
    price: Decimal | None
    floor_price: Decimal | None
    currency: str
    notes: str
    stocked_on: date


FIELDS: tuple[str, ...] = tuple(CarFacts.__annotations__)


def facts_from(given: dict[str, Any]) -> CarFacts:
    """The facts among `given`; anything else is left out."""
    return cast("CarFacts", {name: given[name] for name in FIELDS if name in given})


def longest(name: str) -> int | None:
    """How many signs the column of a fact holds; None for one without an end."""
    most: int | None = getattr(Vehicle._meta.get_field(name), "max_length", None)
    return most


def write_facts(vehicle: Vehicle, facts: CarFacts) -> list[str]:
    """Put `facts` on the vehicle, cut to its columns; the names of those that changed."""
    changed = []
    for name, value in facts.items():
        fitting = _fitting(name, value)
        if getattr(vehicle, name) != fitting:
            setattr(vehicle, name, fitting)
            changed.append(name)
    return changed


def _fitting(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "").strip()[: longest(name)]
