"""A vehicle in JSON."""

from collections.abc import Sequence
from typing import Literal

from django.conf import settings
from pydantic import BaseModel

from forecourt.api.answers import Json, moment, money
from forecourt.api.shapes.parts import MoneyOut, Time
from forecourt.stock.models import Vehicle

Status = Literal[
    "sourced", "in_transit", "under_repair", "on_lot", "reserved", "sold", "withdrawn"
]  # fmt: skip


class VehicleOut(BaseModel):
    id: str
    title: str
    make: str | None
    model: str | None
    variant: str | None
    year: int | None
    first_registration: str | None
    mileage_km: int | None
    fuel: str | None
    gearbox: str | None
    power_kw: int | None
    colour: str | None
    vin: str | None
    plate: str | None
    stock_number: str | None
    status: Status
    price: MoneyOut | None
    floor_price: MoneyOut | None
    stocked_on: str
    created_at: Time
    url: str


class VehiclesOut(BaseModel):
    results: list[VehicleOut]
    next: str | None


def draw_vehicles(vehicles: Sequence[Vehicle]) -> list[Json]:
    return [draw_vehicle(vehicle) for vehicle in vehicles]


def draw_vehicle(vehicle: Vehicle) -> Json:
    return {
        "id": str(vehicle.pk),
        "title": vehicle.title,
        "make": vehicle.make or None,
        "model": vehicle.model or None,
        "variant": vehicle.variant or None,
        "year": vehicle.year,
        "first_registration": vehicle.first_registration or None,
        "mileage_km": vehicle.mileage_km,
        "fuel": vehicle.fuel or None,
        "gearbox": vehicle.gearbox or None,
        "power_kw": vehicle.power_kw,
        "colour": vehicle.colour or None,
        "vin": vehicle.vin or None,
        "plate": vehicle.plate or None,
        "stock_number": vehicle.stock_number or None,
        "status": str(vehicle.status),
        "price": money(vehicle.price, vehicle.currency),
        "floor_price": money(vehicle.floor_price, vehicle.currency),
        "stocked_on": vehicle.stocked_on.isoformat(),
        "created_at": moment(vehicle.created_at),
        "url": f"{settings.PUBLIC_URL}/cars/{vehicle.pk}/",
    }
