"""Lists of leads, as screens and the API read them: a fixed number of indexed rows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from forecourt.customers.models import Identity
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.prepared import Value, ask, padded, prepared
from forecourt.leads.models import Lead, LeadQuerySet, OtherVehicle, State
from forecourt.leads.my_list import first_of, in_any_of, narrowed, ranges_of
from forecourt.leads.steps import end_of_day, start_of_day
from forecourt.leads.verbs.undo import UNDOABLE
from forecourt.stock.models import Vehicle
from forecourt.timeline.models import Event

MOST = 99  # counts stop here and are shown as "99+"
QUARTER_S = 900
LONG_HERE = timedelta(days=60)
LOOKED_THROUGH = 24  # newest leads, for the cars they are about
BY_DUE_TIME = ("next_due_at", "id")
# Columns that no row shows: not worth the reading where fifty rows are listed.
NOT_IN_A_ROW = (
    "campaign", "vehicle_reason", "vehicle_confidence", "owner_reason", "check_fields", "verified",
    "customer__company", "customer__address", "customer__language", "customer__search_text",
    "customer__created_at",
    "vehicle__year", "vehicle__first_registration", "vehicle__mileage_km", "vehicle__fuel",
    "vehicle__gearbox", "vehicle__power_kw", "vehicle__colour", "vehicle__plate_key",
    "vehicle__stock_key", "vehicle__make_key", "vehicle__model_key", "vehicle__place",
    "vehicle__floor_price", "vehicle__notes", "vehicle__public_key", "vehicle__stocked_on",
    "vehicle__created_at", "vehicle__search_text",
)  # fmt: skip


class CountedUpTo(Subquery):
    """How many rows a sliced query has, counted inside the statement around it."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any], most: int = MOST, **extra: Any) -> None:
        super().__init__(rows.order_by().values("pk")[: most + 1], **extra)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the count line, the folds and the tab bar show; above MOST no exact figures."""

    late: int
    waiting: int
    their_turn: int
    done_today: int
    lot_waiting: int
    lot_late: int
    cars_without_price: int
    cars_long_here: int


def on_my_list(person: Staff) -> LeadQuerySet:
    """Open leads of a person, and those they cover for a colleague."""
    return in_any_of(ranges_of(person.pk))


def due_today(person: Staff, *, at: datetime, at_most: int) -> list[Lead]:
    """Who waits for us, and what is due today: late first, then by time due.

    Inside a quarter of an hour the readier buyer stands higher.
    """
    day_ends = end_of_day(person.dealership, at)
    rows = ask(_due_today, at_most, person=person.pk, day_ends=day_ends)
    return sorted(rows, key=lambda lead: urgency(lead, at))


def _due_today(at_most: int, *, person: int, day_ends: datetime) -> LeadQuerySet:
    """One comparison: all who "wait or are due" PostgreSQL would collect before it takes some."""
    now = Q(LessThan(Coalesce("waiting_since", "next_due_at"), day_ends))
    rows: LeadQuerySet = (
        first_of(narrowed(ranges_of(person), now), BY_DUE_TIME, at_most)
        .select_related("customer", "vehicle")
        .defer(*NOT_IN_A_ROW)
        .annotate(**ways_to_reach())
    )
    return rows


def urgency(lead: Lead, at: datetime) -> tuple[bool, int, int, datetime, int]:
    """Where an open lead stands among others, by the due time that its row shows."""
    due = lead.due_at
    assert due is not None
    return (due >= at, int(due.timestamp()) // QUARTER_S, -readiness(lead), due, lead.pk)


def readiness(lead: Lead) -> int:
    """How many signs of buying soon the customer gave: finance, a trade-in, a wish for a time."""
    return int(lead.wants_finance) + int(lead.has_trade_in) + int(bool(lead.wish))


def nobody_asked_yet() -> bool:
    """Whether the lot never had a lead."""
    return not Lead.objects.exists()


def their_turn(person: Staff, *, at: datetime, at_most: int) -> LeadQuerySet:
    """Leads of a person that wait for the customer, with the next look at them on a later day."""
    later = Q(waiting_since__isnull=True, next_due_at__gte=end_of_day(person.dealership, at))
    found = first_of(narrowed(ranges_of(person.pk), later), BY_DUE_TIME, at_most)
    return found.with_row_facts()


def done_today(person: Staff, *, at: datetime) -> LeadQuerySet:
    """Leads of a person whose customer got the first answer today."""
    return (
        _done_since(person.pk, start_of_day(person.dealership, at))
        .with_row_facts()
        .order_by("-answered_at", "-id")
    )


def _done_since(person: int, day_starts: datetime) -> LeadQuerySet:
    done: LeadQuerySet = Lead.objects.filter(
        owner=person, answered_at__gte=day_starts, waiting_since__isnull=True
    )
    return done


def counts(person: Staff, *, at: datetime) -> Counts:
    """All figures around the lists in one statement."""
    values: dict[str, Value] = {
        "lot": person.dealership_id,
        "person": person.pk,
        "at": at,
        "day_starts": start_of_day(person.dealership, at),
        "day_ends": end_of_day(person.dealership, at),
        "long_ago": (at - LONG_HERE).date(),
    }
    return Counts(*prepared(_counts, **values).tuples(values)[0])


def _counts(
    *,
    lot: int,
    person: int,
    at: datetime,
    day_starts: datetime,
    day_ends: datetime,
    long_ago: date,
) -> QuerySet[Dealership, Any]:
    all_waiting = Lead.objects.waiting_for_us()
    cars = Vehicle.objects.filter(status=Vehicle.Status.ON_LOT)
    counted = Dealership.objects.filter(pk=lot).annotate(
        late=_counted(person, Q(waiting_since__isnull=True, next_due_at__lt=at))
        + _counted(person, Q(waiting_since__isnull=False, reply_due_at__lt=at)),
        waiting=_counted(person, Q(waiting_since__isnull=False)),
        their_turn=_counted(person, Q(waiting_since__isnull=True, next_due_at__gte=day_ends)),
        done_today=CountedUpTo(_done_since(person, day_starts)),
        lot_waiting=CountedUpTo(all_waiting),
        lot_late=CountedUpTo(all_waiting.filter(reply_due_at__lt=at), most=0),
        cars_without_price=CountedUpTo(cars.filter(price__isnull=True)),
        cars_long_here=CountedUpTo(cars.filter(stocked_on__lt=long_ago)),
    )
    return counted.values_list(*(field.name for field in fields(Counts)))


def _counted(person: int, only: Q) -> CombinedExpression:
    owned, covered = ranges_of(person)
    return CountedUpTo(owned.filter(only)) + CountedUpTo(covered.filter(only))


def ways_to_reach() -> dict[str, Subquery]:
    """A phone, a WhatsApp number and a mail address of the customer, in the listing statement."""
    return {
        "phone": _identity(Identity.Kind.PHONE),
        "whatsapp": _identity(Identity.Kind.WHATSAPP),
        "email": _identity(Identity.Kind.EMAIL),
    }


def _identity(kind: Identity.Kind) -> Subquery:
    known = Identity.objects.filter(customer=OuterRef("customer"), kind=kind)
    return Subquery(known.order_by("id").values("value")[:1])


def with_page_facts(rows: LeadQuerySet) -> LeadQuerySet:
    """What the page of one lead shows beside its row, in the same statement."""
    others = Lead.objects.filter(vehicle=OuterRef("vehicle"), state=State.OPEN).exclude(
        pk=OuterRef("pk")
    )
    named = OtherVehicle.objects.filter(lead=OuterRef("pk"))
    return rows.annotate(
        others_asking=CountedUpTo(others), other_cars=CountedUpTo(named), **ways_to_reach()
    )


def newest_of(customers: Sequence[int], cars: Sequence[int], *, at_most: int) -> list[Lead]:
    """Leads of any of these customers, or on any of these cars, the newest first."""
    wanted = {f"customer_{n}": one for n, one in enumerate(padded(customers))}
    wanted |= {f"car_{n}": one for n, one in enumerate(padded(cars))}
    return ask(_of_any, at_most, **wanted) if wanted else []


def _of_any(at_most: int, **wanted: int) -> LeadQuerySet:
    customers = [number for name, number in wanted.items() if name.startswith("customer_")]
    cars = [number for name, number in wanted.items() if name.startswith("car_")]
    rows: LeadQuerySet = (
        Lead.objects.filter(Q(customer__in=customers) | Q(vehicle__in=cars))
        .annotate(**ways_to_reach())
        .select_related("customer", "vehicle")
        .defer(*NOT_IN_A_ROW)
        .newest_first()[:at_most]
    )
    return rows


def newest_of_customer(customer_id: int) -> Lead | None:
    """Their newest lead, open or closed, with customer and car."""
    leads = Lead.objects.filter(customer_id=customer_id).select_related("customer", "vehicle")
    newest: Lead | None = leads.order_by("-id").first()
    return newest


def asking_for(vehicle: Vehicle, *, at_most: int) -> list[Lead]:
    """Open leads on a car, the most urgent first."""
    leads = Lead.objects.filter(vehicle=vehicle).open().with_row_facts().annotate(**ways_to_reach())
    return list(leads.most_urgent_first()[:at_most])


def cars_named_on(lead: Lead) -> list[Vehicle]:
    """Further cars that the customer named beside the one their lead is about."""
    return [row.vehicle for row in lead.other_vehicles.select_related("vehicle")]


def cars_asked_for(*, at_most: int) -> list[Vehicle]:
    """Cars for sale that the newest leads are about, each once. One statement."""
    recent = (
        Lead.objects.filter(vehicle__isnull=False)
        .select_related("vehicle")
        .only("vehicle")
        .newest_first()[:LOOKED_THROUGH]
    )
    cars = {car.pk: car for lead in recent if (car := lead.vehicle) and car.is_for_sale}
    return list(cars.values())[:at_most]


def rows_of(lead_ids: Sequence[int]) -> list[Lead]:
    """These leads with everything a row shows."""
    rows = Lead.objects.filter(pk__in=lead_ids).with_row_facts().annotate(**ways_to_reach())
    return list(rows)


def newest_act(lead_id: int) -> Event | None:
    """The newest act on a lead of a kind that can be taken back."""
    acts = Event.objects.filter(lead_id=lead_id, kind__in=UNDOABLE).order_by("-id")
    newest: Event | None = acts.first()
    return newest
