"""Bring a whole list of cars into stock in one go."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forecourt.dealership.models import Dealership, Staff
from forecourt.stock.facts import CarFacts, write_facts
from forecourt.stock.keys import KEYS, set_keys
from forecourt.stock.models import Vehicle
from forecourt.stock.verbs.set_status import steps_from
from forecourt.timeline.happened import happened

MOST_ROWS = 5_000
AT_ONCE = 400  # keys in one statement

What = Literal["added", "changed", "same", "refused"]
NAMES_NO_CAR = _("The row names no car: it needs a make or a VIN.")
TWICE = _("Another row of this list is the same car.")
TWO_CARS = _("VIN and stock number belong to two different cars in stock.")
NOT_A_STEP = _("The status stays: this car cannot go there from where it stands.")


@dataclass(frozen=True, slots=True)
class Row:
    """One car of a list. Facts that the list leaves empty are not among `facts`."""

    line: int
    facts: CarFacts


@dataclass(slots=True)
class Result:
    """What becomes, or would become, of one row."""

    line: int
    what: What
    vehicle: Vehicle
    reason: str | Promise = ""
    fields: list[str] = field(default_factory=list)


def import_stock(
    dealership: Dealership,
    rows: Sequence[Row],
    *,
    by: Staff | None,
    at: datetime,
    dry_run: bool = False,
) -> list[Result]:
    """Add or update cars by VIN, then stock number, then plate; one result per row, in order.

    All good rows are written in one transaction, or none; a refused row says why. Facts that are
    not given stay. The same list again changes nothing. `dry_run` only says what would happen.
    """
    with transaction.atomic():
        results = _plan(dealership, rows[:MOST_ROWS], at)
        if dry_run:
            return results
        added = [one.vehicle for one in results if one.what == "added"]
        changed = [one for one in results if one.what == "changed"]
        Vehicle.objects.bulk_create(added, batch_size=AT_ONCE)
        fields = sorted({name for one in changed for name in one.fields})
        if fields:
            Vehicle.objects.bulk_update(
                [one.vehicle for one in changed], [*fields, *KEYS], batch_size=AT_ONCE // 4
            )
        if added or changed:
            counts: dict[str, Any] = {"added": len(added), "changed": len(changed)}
            happened("stock.imported", dealership, by=by, at=at, fields=fields, **counts)
    return results


def _plan(dealership: Dealership, rows: Sequence[Row], at: datetime) -> list[Result]:
    wanted = [(row, _new(dealership, row.facts, at)) for row in rows]
    stock = _Stock.holding([vehicle for _, vehicle in wanted])
    return [stock.take(row, vehicle) for row, vehicle in wanted]


def _new(dealership: Dealership, facts: CarFacts, at: datetime) -> Vehicle:
    vehicle = Vehicle(dealership=dealership, currency=dealership.currency, created_at=at)
    vehicle.stocked_on = at.astimezone(dealership.zone).date()
    vehicle.public_key = secrets.token_hex(6)
    write_facts(vehicle, facts)
    set_keys(vehicle)
    return vehicle


@dataclass(slots=True)
class _Stock:
    """The cars in stock that a list may mean, by each of their keys."""

    by_vin: dict[str, Vehicle]
    by_stock_key: dict[str, Vehicle]
    by_plate: dict[str, Vehicle]
    seen: set[int | str] = field(default_factory=set)

    @classmethod
    def holding(cls, wanted: Sequence[Vehicle]) -> "_Stock":
        vins = [*_in_stock("vin", [one.vin for one in wanted])]
        numbers = [*_in_stock("stock_key", [one.stock_key for one in wanted])]
        plates = [*_in_stock("plate_key", [one.plate_key for one in wanted])]
        known = {car.pk: car for car in [*plates, *numbers, *vins]}
        return cls(
            {car.vin: known[car.pk] for car in vins},
            {car.stock_key: known[car.pk] for car in numbers},
            {car.plate_key: known[car.pk] for car in plates},
        )

    def take(self, row: Row, new: Vehicle) -> Result:
        if not (new.make or new.vin):
            return Result(row.line, "refused", new, NAMES_NO_CAR)
        by_vin, by_number = self.by_vin.get(new.vin), self.by_stock_key.get(new.stock_key)
        by_plate = self.by_plate.get(new.plate_key)
        held = by_vin or by_number or (by_plate if _may_be(by_plate, new) else None)
        if by_vin and by_number and by_vin.pk != by_number.pk:
            return Result(row.line, "refused", held or new, TWO_CARS)
        names = self._names(held, new)
        if names & self.seen:
            return Result(row.line, "refused", held or new, TWICE)
        self.seen |= names
        if held is None:
            return Result(row.line, "added", new)
        if by_vin is None and not _may_be(held, new):
            return Result(row.line, "refused", held, TWO_CARS)
        return _changed(row, held)

    def _names(self, held: Vehicle | None, new: Vehicle) -> set[int | str]:
        keys = {f"{kind}:{key}" for kind, key in (("vin", new.vin), ("no", new.stock_key)) if key}
        return {*keys, *([held.pk] if held is not None else [])}


def _may_be(held: Vehicle | None, new: Vehicle) -> bool:
    """Whether no VIN speaks against it: a plate or a stock number may move to another car."""
    return held is not None and not (held.vin and new.vin and held.vin != new.vin)


def _changed(row: Row, held: Vehicle) -> Result:
    facts, reason = row.facts.copy(), ""
    status = facts.pop("status", held.status)
    if status != held.status and status not in steps_from(held.status):
        status, reason = held.status, NOT_A_STEP  # type: ignore[assignment]
    fields = write_facts(held, {**facts, "status": status})
    set_keys(held)
    return Result(row.line, "changed" if fields else "same", held, reason, fields)


def _in_stock(
    column: Literal["vin", "stock_key", "plate_key"], keys: list[str]
) -> Iterator[Vehicle]:
    wanted = sorted({key for key in keys if key})
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        match column:
            case "vin":
                yield from Vehicle.objects.filter(vin__in=some)
            case "stock_key":
                yield from Vehicle.objects.filter(stock_key__in=some)
            case "plate_key":
                yield from Vehicle.objects.filter(plate_key__in=some).order_by("-pk")
