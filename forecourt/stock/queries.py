"""Lists of cars that screens and the API share. Each is one statement, whatever the lot's size."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Abs, Coalesce

from forecourt.dealership.folding import fold, key_of
from forecourt.stock.models import Vehicle, VehicleQuerySet

PAGE = 30
STANDING = (Vehicle.Status.ON_LOT, Vehicle.Status.RESERVED, Vehicle.Status.UNDER_REPAIR)
COMING = (Vehicle.Status.SOURCED, Vehicle.Status.IN_TRANSIT)
SEGMENTS: dict[str, tuple[str, ...]] = {"lot": STANDING, "transit": COMING, "all": ()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the stock somebody looks at."""

    segment: str = "lot"  # lot, transit, all
    make_key: str = ""
    words: str = ""
    after: str = ""  # the cursor of the page before


@dataclass(frozen=True, slots=True)
class Page:
    vehicles: list[Vehicle]
    next: str  # cursor of the next page; "" at the end


def stock_page(wanted: Wanted, *, at_most: int = PAGE) -> Page:
    """Cars longest standing first, each with `asking`: how many open leads are on it."""
    cars = with_asking(_in(wanted)).longest_standing_first()
    after = _read_cursor(wanted.after)
    if after is not None:
        day, pk = after
        cars = cars.filter(Q(stocked_on__gt=day) | Q(stocked_on=day, pk__gt=pk))
    rows = list(cars[: at_most + 1])
    page = rows[:at_most]
    more = len(rows) > at_most
    return Page(page, _cursor(page[-1]) if more else "")


def _in(wanted: Wanted) -> VehicleQuerySet:
    cars: VehicleQuerySet = Vehicle.objects.all()
    statuses = SEGMENTS.get(wanted.segment, STANDING)
    if statuses:
        cars = cars.filter(status__in=statuses)
    if wanted.make_key:
        cars = cars.filter(make_key=wanted.make_key[:60])
    return matching(cars, wanted.words)


def matching(cars: VehicleQuerySet, words: str) -> VehicleQuerySet:
    """Cars with every word in plate, stock number, VIN (also its last six), make or model."""
    for word in fold(words).split()[:6]:
        bare = key_of(word)
        alike = Q(search_text__contains=word[:40])
        cars = cars.filter(alike | Q(search_text__contains=bare[:40]) if bare else alike)
    return cars


def with_asking(cars: VehicleQuerySet) -> VehicleQuerySet:
    """Each car with `asking`, by one subquery over the leads' own index."""
    itself = Vehicle.objects.filter(pk=OuterRef("pk"))
    asked = itself.filter(leads__dealership=OuterRef("dealership"), leads__state="open")
    counted = asked.order_by().values("pk").annotate(n=Count("leads")).values("n")
    return cars.annotate(asking=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def one_with_asking(vehicle: Vehicle) -> list[Vehicle]:
    """This car alone as it stands now, with `asking`."""
    return list(with_asking(Vehicle.objects.filter(pk=vehicle.pk)))


def ids_of_cars(words: str, *, at_most: int) -> list[int]:
    """Ids of cars, sold ones too, that the words fit."""
    return list(matching(Vehicle.objects.all(), words).values_list("pk", flat=True)[:at_most])


def newest_for_sale(words: str, *, besides: Collection[int] = (), at_most: int) -> list[Vehicle]:
    """Cars for sale that the words fit, the newest first; all cars fit no words."""
    cars = matching(Vehicle.objects.for_sale().exclude(pk__in=besides), words)
    return list(cars.order_by("-id")[:at_most])


def longest_for_sale(words: str, *, at_most: int) -> list[Vehicle]:
    """Cars for sale that the words fit, longest standing first."""
    return list(matching(Vehicle.objects.for_sale(), words).longest_standing_first()[:at_most])


def makes_in(segment: str) -> list[tuple[str, str]]:
    """Key and name of the makes in a segment, the most frequent first; at most 12."""
    rows = (
        _in(Wanted(segment=segment))
        .exclude(make="")
        .order_by()
        .values_list("make_key")
        .annotate(name=Subquery(_name_of_make()), n=Count("pk"))
        .order_by("-n", "make_key")[:12]
    )
    return [(key, name) for key, name, _ in rows]


def _name_of_make() -> Any:
    return Vehicle.objects.filter(make_key=OuterRef("make_key")).order_by("pk").values("make")[:1]


def similar_to(vehicle: Vehicle, *, at_most: int = 3) -> list[Vehicle]:
    """Cars for sale that somebody who wanted this one may like: model, make, then price near it."""
    price = vehicle.price if vehicle.price is not None else Decimal(0)
    near = Q(price__gte=price * Decimal("0.75"), price__lte=price * Decimal("1.25"))
    alike = Q(make_key=vehicle.make_key) if vehicle.make_key else Q(pk__in=[])
    cars = (
        Vehicle.objects.for_sale().exclude(pk=vehicle.pk).filter(alike | near if price else alike)
    )
    same_model = Q(make_key=vehicle.make_key, model_key=vehicle.model_key)
    likeness = Case(
        When(same_model, then=Value(0)),
        When(make_key=vehicle.make_key, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    gap = Abs(Coalesce(F("price"), Value(price)) - Value(price))
    return list(
        cars.annotate(likeness=likeness, gap=gap).order_by("likeness", "gap", "pk")[:at_most]
    )


def _cursor(vehicle: Vehicle) -> str:
    return f"{vehicle.stocked_on.isoformat()}.{vehicle.pk}"


def _read_cursor(text: str) -> tuple[date, int] | None:
    """None for a cursor that nobody gave out: the list then begins at its start."""
    day, _, pk = text[:40].partition(".")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None
