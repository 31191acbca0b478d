"""Rows of kept statements are those that Django would have written and read."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from forecourt.dealership.models import Dealership
from forecourt.dealership.rows import columns_of, insert, made_of
from forecourt.stock.facts import CarFacts
from forecourt.stock.models import Vehicle
from forecourt.stock.verbs.add_vehicle import add_vehicle
from forecourt.timeline.models import Event


def event(lot: Dealership, at: datetime, data: object) -> Event:
    return Event(
        dealership=lot, kind="lead.attempted", subject_type="lead", subject_id=1,
        at=at, stored_at=at, data=data,
    )  # fmt: skip


@pytest.mark.parametrize("data", [{}, {"at": "10:00", "n": [1, 2.5, None]}, [], "łódź", 0, False])
def test_json_comes_back_as_it_was_given(in_lot: Dealership, at: datetime, data: object) -> None:
    row = event(in_lot, at, data)
    insert(row)

    saved = event(in_lot, at, data)
    saved.save()

    assert Event.objects.get(pk=row.pk).data == Event.objects.get(pk=saved.pk).data == data


def test_a_column_without_a_value_is_refused_as_by_save(in_lot: Dealership, at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        event(in_lot, at, None).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(event(in_lot, at, None))


def test_a_row_by_hand_is_the_row_that_django_reads(in_lot: Dealership, at: datetime) -> None:
    facts = CarFacts(make="Opel", model="Corsa", price=Decimal("7990.50"))
    add_vehicle(in_lot, facts, by=None, at=at)
    read = Vehicle.objects.get()

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns_of(Vehicle, 'car')}, 1 FROM stock_vehicle car")  # noqa: S608
        made = made_of(Vehicle, cursor.fetchone())

    fields = [field.attname for field in Vehicle._meta.local_concrete_fields]
    assert [getattr(made, name) for name in fields] == [getattr(read, name) for name in fields]
    assert made.price == Decimal("7990.50")
    assert made.created_at == at


def test_what_is_asked_often_is_prepared_on_the_server(
    in_lot: Dealership, at: datetime, postgres_only: None
) -> None:
    for _ in range(7):
        insert(event(in_lot, at, {}))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT%'")
        assert cursor.fetchone()[0] >= 1
