"""A vehicle as programs send it, in the words of stock."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from forecourt.api.fields import Body, Line, Word
from forecourt.api.problems import unfit
from forecourt.api.shapes.vehicle import Status
from forecourt.stock.facts import CarFacts, facts_from

LARGEST_AMOUNT = Decimal("9999999999.99")
Name = Annotated[Line, Field(max_length=60)]
Amount = Annotated[Decimal, Field(ge=0, le=LARGEST_AMOUNT, decimal_places=2)]


class MoneyIn(Body):
    """An amount of money, e.g. {"amount": "18400.00", "currency": "EUR"}."""

    amount: Amount
    currency: Annotated[str, Field(strict=True, pattern="^[A-Z]{3}$")]


class VehicleIn(Body):
    """A vehicle, or what changes of it. A new one needs a make and a model, or a VIN.

    null empties a field. A price without currency is in the lot's.
    """

    make: Name | None = None
    model: Annotated[Line, Field(max_length=80)] | None = None
    variant: Annotated[Line, Field(max_length=120)] | None = None
    year: Annotated[int, Field(strict=True, ge=1885, le=2100)] | None = None
    first_registration: (
        Annotated[str, Field(strict=True, pattern=r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$")] | None
    ) = None
    mileage_km: Annotated[int, Field(strict=True, ge=0, le=9_999_999)] | None = None
    fuel: Annotated[Word, Field(max_length=20)] | None = None
    gearbox: Annotated[Word, Field(max_length=20)] | None = None
    power_kw: Annotated[int, Field(strict=True, ge=0, le=5000)] | None = None
    colour: Word | None = None
    vin: Annotated[Word, Field(max_length=20)] | None = None
    plate: Annotated[Word, Field(max_length=20)] | None = None
    stock_number: Annotated[Word, Field(max_length=30)] | None = None
    status: Status | None = None
    price: MoneyIn | Amount | None = None
    floor_price: MoneyIn | Amount | None = None


TEXTS = frozenset(
    {"make", "model", "variant", "first_registration", "fuel", "gearbox", "colour", "vin", "plate",
     "stock_number"}
)  # fmt: skip


def facts_of(body: VehicleIn, *, currency: str) -> CarFacts:
    """What was sent, as columns. Raises Problem 422 for prices in two currencies."""
    facts: dict[str, Any] = {}
    currencies = set()
    for name in body.model_fields_set:
        value = getattr(body, name)
        if isinstance(value, MoneyIn):
            currencies.add(value.currency)
            value = value.amount
        elif name in ("price", "floor_price") and value is not None:
            currencies.add(currency)
        if name == "status" and value is None:
            continue
        facts[name] = "" if value is None and name in TEXTS else value
    if len(currencies) > 1:
        raise unfit("floor_price", "must be in the currency of the price")
    if currencies:
        facts["currency"] = currencies.pop()
    return facts_from(facts)
