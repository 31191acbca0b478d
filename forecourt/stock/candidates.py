"""The cars that may be meant, in one statement written by hand.

Each inquiry asks this once. Composing the same question from query objects costs five times what
the database takes to answer it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from django.db import connection

from forecourt.dealership.rows import columns_of, made_of
from forecourt.dealership.scope import dealership_in_scope
from forecourt.stock.models import Vehicle

MOST = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition on `car`, a row of stock_vehicle, with the values of its placeholders."""

    sql: str
    values: tuple[str, ...]


def among(column: str, values: Iterable[str]) -> Wanted:
    """`column` (a name of ours) has one of `values`."""
    given = tuple(values)
    return Wanted(f"car.{column} IN ({_places(given)})", given)


def advertised_as(keys: Iterable[str]) -> Wanted:
    """An advert, or our own public page, has one of `keys`."""
    given = tuple(keys)
    ours = "SELECT vehicle_id FROM stock_advert WHERE dealership_id = car.dealership_id"
    offered = f"car.id IN ({ours} AND key IN ({_places(given)}))"
    return Wanted(f"{offered} OR car.public_key IN ({_places(given)})", given + given)


def alike(make: str, models: Iterable[str]) -> Wanted:
    """The make, and a model that begins like one of `models` or is the beginning of one."""
    named = sorted(models)
    if not named:
        return Wanted("car.make_key = %s", (make,))
    begun = sorted({model[:end] for model in named for end in range(2, len(model))}) or [""]
    like = " OR ".join(["car.model_key LIKE %s"] * len(named))
    sql = f"car.make_key = %s AND (car.model_key IN ({_places(begun)}) OR {like})"
    return Wanted(sql, (make, *begun, *(f"{model}%" for model in named)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a car is compared by; the car itself is made only of the one that is meant."""

    row: Sequence[Any]
    is_offered: bool  # by one of the adverts asked for
    pk: int
    vin: str
    stock_key: str
    plate_key: str
    make_key: str
    model_key: str
    status: str
    year: int | None
    price: Any  # as the database gives it: a number

    @property
    def vehicle(self) -> Vehicle:
        return made_of(Vehicle, self.row)


def candidates(wanted: Sequence[Wanted], adverts: Iterable[str] = ()) -> list[Candidate]:
    """At most MOST cars of the lot in scope that fit."""
    offered = advertised_as(adverts) if adverts else Wanted("1 = 0", ())
    either = " OR ".join(f"({one.sql})" for one in wanted)
    values = [value for one in wanted for value in one.values]
    asked: list[str | int] = [*offered.values, dealership_in_scope(), *values]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns_of(Vehicle, 'car')}, CASE WHEN {offered.sql} THEN 1 ELSE 0 END "  # noqa: S608
            f"FROM stock_vehicle car WHERE car.dealership_id = %s AND ({either}) LIMIT {MOST}",
            asked,
        )
        return [Candidate(row, bool(row[-1]), *_compared()(row)) for row in cursor.fetchall()]


@cache
def _compared() -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Takes from a row of `columns_of` what a candidate is compared by."""
    names = [field.attname for field in Vehicle._meta.local_concrete_fields]
    compared = (
        "id", "vin", "stock_key", "plate_key", "make_key", "model_key", "status", "year", "price",
    )  # fmt: skip
    return itemgetter(*map(names.index, compared))


def _places(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))
