"""`python -m benchmarks.fill N [sealed]`: N leads with their history, straight into the tables.

One lead in twenty is open, one open lead in five waits for an answer; each has a customer with a
phone and a mail address, three messages, four events and a clock. Sealing the events takes longer
than all the rest.
"""

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

import django

django.setup()

from django.db import connection, models, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from forecourt.conversations.models import Message  # noqa: E402
from forecourt.customers.models import Customer, Identity  # noqa: E402
from forecourt.dealership.models import Dealership, Staff  # noqa: E402
from forecourt.dealership.rows import preparer  # noqa: E402
from forecourt.dealership.scope import all_dealerships  # noqa: E402
from forecourt.leads.models import Lead, NextKind, Stage, State  # noqa: E402
from forecourt.sla.models import Clock, Trigger  # noqa: E402
from forecourt.stock.models import Vehicle  # noqa: E402
from forecourt.timeline.models import Event  # noqa: E402
from forecourt.timeline.verbs.seal import seal  # noqa: E402

FIRST = (
    "Anna",
    "Piotr",
    "Lena",
    "Marta",
    "Jonas",
    "Kasia",
    "Ben",
    "Sophie",
    "Omar",
    "Heike",
    "Nina",
    "Ralf",
    "Olena",
)
LAST = (
    "Nowak",
    "Becker",
    "Roth",
    "Hughes",
    "Turner",
    "Haddad",
    "Baumann",
    "Duda",
    "Winter",
    "Brandt",
    "Maier",
)
OPEN_EVERY, WAITING_EVERY, BATCH = 20, 5, 10_000
MOST_CARS = 60


def main(count: int, *, sealed: bool) -> None:
    with all_dealerships():
        lot = Dealership.objects.get()
        people = list(Staff.objects.filter(dealership=lot).order_by("id"))
        cars = list(Vehicle.objects.order_by("id")[:MOST_CARS])
        start = (Lead.objects.aggregate(last=models.Max("id"))["last"] or 0) + 1
        for first in range(start, start + count, BATCH):
            numbers = range(first, min(first + BATCH, start + count))
            with transaction.atomic():
                for model, rows in _rows(numbers, lot, people, cars).items():
                    _write(model, rows)
        while sealed and seal(lot):
            pass
        _settle()


def _settle() -> None:
    """What a database that has run for a while has done by itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        cursor.execute("VACUUM (ANALYZE)")
        for model in (Lead, Customer, Identity, Message, Event, Clock):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), "  # noqa: S608
                f"(SELECT MAX(id) FROM {table}))"
            )


def _rows(
    numbers: range, lot: Dealership, people: list[Staff], cars: list[Vehicle]
) -> dict[type[models.Model], Iterator[models.Model]]:
    now, chance = timezone.now(), random.Random(numbers[0])
    made = [_lead(number, lot, people, cars, now, chance) for number in numbers]
    return {
        Customer: (_customer(lead) for lead in made),
        Identity: (one for lead in made for one in _identities(lead)),
        Lead: iter(made),
        Message: (one for lead in made for one in _messages(lead)),
        Event: (one for lead in made for one in _events(lead)),
        Clock: (_clock(lead) for lead in made),
    }


def _lead(
    number: int,
    lot: Dealership,
    people: list[Staff],
    cars: list[Vehicle],
    now: datetime,
    chance: random.Random,
) -> Lead:
    is_open = number % OPEN_EVERY == 0
    waits = is_open and number % (OPEN_EVERY * WAITING_EVERY) == 0
    age = timedelta(minutes=chance.uniform(1, 3 * 24 * 60 if is_open else 3 * 365 * 24 * 60))
    due = now + timedelta(minutes=chance.uniform(-60, 5 * 24 * 60))
    owner = people[number % len(people)]
    return Lead(
        id=number,
        dealership=lot,
        customer_id=number,
        vehicle=cars[number % len(cars)],
        vehicle_reason="words",
        vehicle_confidence=65,
        state=State.OPEN if is_open else State.LOST,
        stage=Stage.NEW,
        channel="mail",
        provider="mobile.de",
        received_at=now - age,
        stored_at=now - age,
        owner=owner,
        owner_reason="longest_without",
        next_kind=NextKind.REPLY if is_open else "",
        next_due_at=due if is_open else None,
        waiting_since=now - age if waits else None,
        reply_due_at=due if waits else None,
        answered_at=None if waits else now - age + timedelta(minutes=chance.uniform(1, 30)),
        last_contact_at=now - age,
        last_words="Ist der Wagen noch zu haben? Ich könnte am Samstag vorbeikommen.",
        closed_at=None if is_open else now - age + timedelta(days=1),
        lost_reason="" if is_open else "price",
    )


def _customer(lead: Lead) -> Customer:
    name = f"{FIRST[lead.pk % len(FIRST)]} {LAST[lead.pk // len(FIRST) % len(LAST)]} {lead.pk}"
    return Customer(
        id=lead.customer_id,
        dealership_id=lead.dealership_id,
        name=name,
        language="de",
        search_text=f"{name.lower()} {_phone(lead)} {_mail(lead)}",
        created_at=lead.received_at,
    )


def _phone(lead: Lead) -> str:
    return f"+4917{lead.pk * 7919 % 10**9:09d}"


def _mail(lead: Lead) -> str:
    return f"buyer{lead.pk}@example.com"


def _identities(lead: Lead) -> Iterator[Identity]:
    for kind, value in (("phone", _phone(lead)), ("email", _mail(lead))):
        yield Identity(
            dealership_id=lead.dealership_id,
            customer_id=lead.customer_id,
            kind=kind,
            value=value,
            reversed_value=value[::-1] if kind == "phone" else "",
            created_at=lead.received_at,
        )


def _messages(lead: Lead) -> Iterator[Message]:
    for number, direction in enumerate(("in", "out", "in")):
        moment = lead.received_at + timedelta(minutes=number * 5)
        yield Message(
            dealership_id=lead.dealership_id,
            customer_id=lead.customer_id,
            lead=lead,
            direction=direction,
            channel="mail",
            kind="mail",
            body=lead.last_words,
            provider_id=f"<{lead.pk}.{number}@example.com>",
            at=moment,
            stored_at=moment,
            by_id=lead.owner_id if direction == "out" else None,
        )


def _events(lead: Lead) -> Iterator[Event]:
    for number, kind in enumerate(("lead.opened", "lead.answered", "lead.joined", "lead.later")):
        moment = lead.received_at + timedelta(minutes=number)
        yield Event(
            dealership_id=lead.dealership_id,
            kind=kind,
            subject_type="lead",
            subject_id=lead.pk,
            lead_id=lead.pk,
            by_id=lead.owner_id if number else None,
            at=moment,
            stored_at=moment,
            data={"channel": "mail", "owner": lead.owner_id, "evidence": "answered"},
        )


def _clock(lead: Lead) -> Clock:
    runs = lead.waiting_since is not None
    due = lead.reply_due_at or lead.received_at + timedelta(minutes=15)
    return Clock(
        dealership_id=lead.dealership_id,
        lead=lead,
        trigger=Trigger.FIRST_RESPONSE,
        minutes=15,
        started_at=lead.received_at,
        due_at=due,
        stopped_at=None if runs else lead.answered_at,
        evidence="" if runs else "answered",
        result="running" if runs else "met",
    )


def _write(model: type[models.Model], rows: Iterator[models.Model]) -> None:
    """Rows with their ids, many to a statement."""
    with_ids = model in (Customer, Lead)
    fields = [f for f in model._meta.local_concrete_fields if with_ids or not f.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [(field.attname, preparer(field, connection.vendor)) for field in fields]
    values = [[prepare(getattr(row, name)) for name, prepare in columns] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)  # noqa: S608 - our names


if __name__ == "__main__":
    main(int(sys.argv[1]), sealed="sealed" in sys.argv[2:])
