"""Lists of leads, as screens and the API read them: a fixed number of indexed rows."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery

from forecourt.customers.models import Identity
from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import Lead, LeadQuerySet, OtherVehicle, State
from forecourt.leads.steps import end_of_day, start_of_day
from forecourt.stock.models import Vehicle

MOST = 99  # counts stop here and are shown as "99+"
QUARTER_S = 900
LONG_HERE = timedelta(days=60)
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
    """What the count line, the folds and the tab bar show; each at most MOST + 1."""

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
    mine: LeadQuerySet = Lead.objects.filter(
        Q(owner=person.pk) | Q(covered_by=person.pk), state=State.OPEN
    )
    return mine


def due_today(person: Staff, *, at: datetime, at_most: int) -> list[Lead]:
    """Who waits for us, and what is due today: by time due, the readier buyer first.

    Readier counts inside a quarter of an hour only.
    """
    rows = (
        on_my_list(person)
        .filter(
            Q(next_due_at__lt=end_of_day(person.dealership, at)) | Q(waiting_since__isnull=False)
        )
        .select_related("customer", "vehicle")
        .defer(*NOT_IN_A_ROW)
        .annotate(**ways_to_reach())
        .most_urgent_first()[:at_most]
    )
    return sorted(rows, key=urgency)


def urgency(lead: Lead) -> tuple[int, int, datetime, int]:
    assert lead.next_due_at is not None
    quarter = int(lead.next_due_at.timestamp()) // QUARTER_S
    return (quarter, -readiness(lead), lead.next_due_at, lead.pk)


def readiness(lead: Lead) -> int:
    """How many signs of buying soon the customer gave: finance, a trade-in, a wish for a time."""
    return int(lead.wants_finance) + int(lead.has_trade_in) + int(bool(lead.wish))


def their_turn(person: Staff, *, at: datetime) -> LeadQuerySet:
    """Leads of a person that wait for the customer, with the next look at them on a later day."""
    return (
        on_my_list(person)
        .filter(waiting_since__isnull=True, next_due_at__gte=end_of_day(person.dealership, at))
        .with_row_facts()
        .most_urgent_first()
    )


def done_today(person: Staff, *, at: datetime) -> LeadQuerySet:
    """Leads of a person whose customer got the first answer today."""
    done: LeadQuerySet = (
        Lead.objects.filter(
            owner=person.pk,
            answered_at__gte=start_of_day(person.dealership, at),
            waiting_since__isnull=True,
        )
        .with_row_facts()
        .order_by("-answered_at", "-id")
    )
    return done


def counts(person: Staff, *, at: datetime) -> Counts:
    """All figures around the lists in one statement."""
    mine, lot = on_my_list(person), Lead.objects.waiting_for_us()
    cars = Vehicle.objects.filter(status=Vehicle.Status.ON_LOT)
    long_ago = (at - LONG_HERE).date()
    found = (
        Dealership.objects.filter(pk=person.dealership_id)
        .annotate(
            late=CountedUpTo(mine.filter(next_due_at__lt=at)),
            waiting=CountedUpTo(mine.filter(waiting_since__isnull=False)),
            their_turn=CountedUpTo(
                mine.filter(
                    waiting_since__isnull=True, next_due_at__gte=end_of_day(person.dealership, at)
                )
            ),
            done_today=CountedUpTo(done_today(person, at=at).select_related(None)),
            lot_waiting=CountedUpTo(lot),
            lot_late=CountedUpTo(lot.filter(reply_due_at__lt=at), most=0),
            cars_without_price=CountedUpTo(cars.filter(price__isnull=True)),
            cars_long_here=CountedUpTo(cars.filter(stocked_on__lt=long_ago)),
        )
        .values(*(field.name for field in fields(Counts)))
        .get()
    )
    return Counts(**found)


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


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list, and where the next one begins."""

    rows: list[Lead]
    next: str  # "" at the end


def page_of(rows: LeadQuerySet, field: str, *, after: str, size: int, newest: bool = False) -> Page:
    """A page by (`field`, id), both up or, with `newest`, both down; `after` is `Page.next`."""
    moment, number = _cursor(after)
    if moment is not None:
        beyond, way = (Q((field, moment)), "lt" if newest else "gt")
        rows = rows.filter(Q((f"{field}__{way}", moment)) | (beyond & Q((f"pk__{way}", number))))
    sign = "-" if newest else ""
    found = list(
        rows.select_related("customer", "vehicle")
        .defer(*NOT_IN_A_ROW)
        .order_by(f"{sign}{field}", f"{sign}id")[: size + 1]
    )
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], f"{getattr(last, field).isoformat()}~{last.pk}" if last else "")


def _cursor(text: str) -> tuple[datetime | None, int]:
    moment, _, number = text.partition("~")
    try:
        read = datetime.fromisoformat(moment)
        return (read, int(number)) if read.tzinfo else (None, 0)
    except ValueError:
        return None, 0
