"""Parts that several shapes share. The models describe what the `draw…` functions make."""

from typing import Annotated

from pydantic import BaseModel, Field

from forecourt.api.answers import Json
from forecourt.customers.models import Customer, Identity
from forecourt.dealership.models import Staff
from forecourt.stock.models import Vehicle

Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class PersonOut(BaseModel):
    id: str
    name: str


class IdentityOut(BaseModel):
    kind: str
    value: str


class CustomerOut(BaseModel):
    id: str
    name: str | None
    phones: list[str]
    emails: list[str]
    identities: list[IdentityOut]
    language: str | None


class ShortVehicleOut(BaseModel):
    id: str
    vin: str | None
    plate: str | None
    stock_number: str | None
    title: str
    status: str


class MoneyOut(BaseModel):
    amount: str
    currency: str


def draw_person(person: Staff | None) -> Json | None:
    return {"id": str(person.pk), "name": person.name} if person is not None else None


def draw_customer(customer: Customer, identities: list[Identity]) -> Json:
    kinds = Identity.Kind
    return {
        "id": str(customer.pk),
        "name": customer.name or None,
        "phones": [one.value for one in identities if one.kind == kinds.PHONE],
        "emails": [one.value for one in identities if one.kind == kinds.EMAIL],
        "identities": [{"kind": str(one.kind), "value": one.value} for one in identities],
        "language": customer.language or None,
    }


def draw_short_vehicle(vehicle: Vehicle | None) -> Json | None:
    if vehicle is None:
        return None
    return {
        "id": str(vehicle.pk),
        "vin": vehicle.vin or None,
        "plate": vehicle.plate or None,
        "stock_number": vehicle.stock_number or None,
        "title": vehicle.title,
        "status": vehicle.status,
    }
