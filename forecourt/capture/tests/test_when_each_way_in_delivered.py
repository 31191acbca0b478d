"""When each way in last delivered, whatever their number, in one statement."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from forecourt.capture.envelope import Envelope
from forecourt.capture.models import Connection
from forecourt.capture.queries import ways_in
from forecourt.capture.verbs.connect import connect
from forecourt.capture.verbs.store import row_of, store
from forecourt.commands.channels import all_channels
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for


def deliver(connection: Connection, number: int, at: datetime) -> None:
    envelope = Envelope(connection.channel, f"{number}".encode(), at)
    store([row_of(connection, envelope, f"delivery {number}")])


def test_the_newest_delivery_of_each_way_in_counts(in_lot: Dealership, at: datetime) -> None:
    form, second, silent = (connect(in_lot, channel, at=at) for channel in ("form", "form", "adf"))
    deliver(form, 1, at)
    deliver(form, 2, at + timedelta(hours=1))
    deliver(second, 3, at + timedelta(hours=2))

    seen = {way.connection.pk: way.delivered_at for way in ways_in()}

    assert seen == {
        form.pk: at + timedelta(hours=1),
        second.pk: at + timedelta(hours=2),
        silent.pk: None,
    }
    assert [way.connection.pk for way in ways_in(only=second.pk)] == [second.pk]


def test_another_lot_is_not_seen(lot: Dealership, other_lot: Dealership, at: datetime) -> None:
    with acting_for(other_lot):
        deliver(connect(other_lot, "form", at=at), 1, at)

    with acting_for(lot):
        assert ways_in() == []


@pytest.mark.parametrize("channels", [["form"], ["form", "adf", "mail"]], ids=["one", "three"])
def test_one_statement_asks_for_all(
    in_lot: Dealership, at: datetime, channels: list[str], django_assert_num_queries: Any
) -> None:
    for number, channel in enumerate(channels):
        deliver(connect(in_lot, channel, at=at), number, at)

    with django_assert_num_queries(1):
        listed = all_channels()

    assert [one["last_seen"] for one in listed] == ["2026-11-20T11:00:00+00:00"] * len(channels)


def test_the_index_is_stepped_into(in_lot: Dealership, at: datetime) -> None:
    from django.db import connection as database
    from django.test.utils import CaptureQueriesContext

    connect(in_lot, "form", at=at)
    with CaptureQueriesContext(database) as asked:
        ways_in()
    if database.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the number of rows")
    with database.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked[0]["sql"])
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())

    assert "inbound_by_channel" in plan
