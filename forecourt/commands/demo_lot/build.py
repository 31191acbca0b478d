"""Build the demo lot through the same verbs that people use."""

import csv
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from forecourt.channels.verbs.connect_all import connect_all
from forecourt.commands.demo_lot.further import further_talks, further_vehicles
from forecourt.commands.demo_lot.held import leave_something_held
from forecourt.commands.demo_lot.talks import read_talks, talk_through
from forecourt.dealership.models import Dealership, Role, Staff
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.add_staff import add_staff
from forecourt.dealership.verbs.found import found
from forecourt.dealership.verbs.keep_hours import keep_hours
from forecourt.sla.models import Trigger
from forecourt.sla.verbs.set_rule import set_rule
from forecourt.stock.facts import facts_from
from forecourt.stock.verbs.add_vehicle import add_vehicle

HERE = Path(__file__).resolve().parent
TEAM = (
    ("ewa@demo.example", "Ewa Lis", Role.OWNER),
    ("karol@demo.example", "Karol Osowski", Role.SALES),
    ("ania@demo.example", "Ania Mazur", Role.SALES),
)
NUMBERS = {"year", "mileage_km", "power_kw"}
LAST_MINUTE = time(23, 59)


def people_of_demo() -> list[Staff]:
    """The team of the demo lot; empty before it is built."""
    addresses = [email for email, _, _ in TEAM]
    found_people = Staff.objects.filter(email__in=addresses).select_related("dealership")
    return list(found_people.order_by("id"))


def build_lot(at: datetime, *, leads: int, vehicles: int, seed: int) -> list[Staff]:
    """A lot with cars, people, open hours around `at`, and talks in all states."""
    with transaction.atomic():
        dealership = found("Autohaus Lis", country="DE", language="en", at=at - timedelta(days=30))
        with acting_for(dealership):
            people = _open_up(dealership, at)
            _fill_the_lot(dealership, at, vehicles, seed)
            talks = read_talks()[:leads]
            for talk in sorted(talks, key=lambda one: -one.ago):
                talk_through(talk, dealership, at)
            further_talks(dealership, at, leads - len(talks), seed)
            leave_something_held(dealership, at)
    return people


def _open_up(dealership: Dealership, at: datetime) -> list[Staff]:
    founded = at - timedelta(days=30)
    people = [
        add_staff(dealership, email=email, name=name, role=role, at=founded)
        for email, name, role in TEAM
    ]
    keep_hours(
        dealership, [_hours_around(at.astimezone(dealership.zone))] * 7, by=people[0], at=founded
    )
    set_rule(dealership, Trigger.FIRST_RESPONSE, "", 30, by=people[0], at=founded)
    set_rule(dealership, Trigger.FIRST_RESPONSE, "whatsapp", 15, by=people[0], at=founded)
    connect_all(dealership, at=founded)
    dealership.set_up_at, dealership.keeps_public_holidays = founded, False
    dealership.phone, dealership.email = "+493023125100", "info@demo.example"
    dealership.address = "Musterstraße 12, Berlin"
    dealership.save(
        update_fields=["set_up_at", "keeps_public_holidays", "phone", "email", "address"]
    )
    return people


def _hours_around(local: datetime) -> tuple[tuple[time, time], ...]:
    """8 to 20, or wider, so that the demo lot is open when somebody looks."""
    opens = time(max(min(8, local.hour - 3), 0))
    closes = time(max(20, local.hour + 3)) if local.hour < 20 else LAST_MINUTE
    return ((opens, closes),)


def _fill_the_lot(dealership: Dealership, at: datetime, vehicles: int, seed: int) -> None:
    with (HERE / "cars.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:vehicles]
    for row in rows:
        price = Decimal(row["price"])
        facts: dict[str, Any] = {
            name: int(text) if name in NUMBERS else text for name, text in row.items()
        }
        facts |= {"price": price, "floor_price": round(price * Decimal("0.94"), -2)}
        bought = at - timedelta(days=int(row["days"]))
        facts["stocked_on"] = bought.astimezone(dealership.zone).date()
        add_vehicle(dealership, facts_from(facts), by=None, at=bought)
    further_vehicles(dealership, at, vehicles - len(rows), seed)
