"""Negative controls: with a guard taken away on purpose, the check that leans on it fails."""

import threading
import time
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from forecourt.capture.inbox import Inbox
from forecourt.capture.inquiry import Inquiry, Person, Source
from forecourt.capture.models import Connection, Inbound
from forecourt.capture.verbs.capture import capture
from forecourt.capture.verbs.store import store
from forecourt.channels.verbs.connect_all import connect_all
from forecourt.commands.invariants import faults
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.leads.models import Lead
from forecourt.timeline.guards import install_guards, missing_guards, remove_guards
from tests.faults.deliveries import form
from tests.faults.house import House
from tests.faults.kills import lost_and_doubled

pytestmark = pytest.mark.fault
COPIES = 6


@pytest.fixture
def way(lot: Dealership, karol: Staff, at: datetime) -> Connection:
    with acting_for(lot):
        connect_all(lot, at=at)
        found: Connection = Connection.objects.get(channel="form")
    return found


def copies(way: Connection, at: datetime) -> list[Inbound]:
    return [
        Inbound(
            dealership_id=way.dealership_id, connection=way, channel="form", dedupe="same",
            body=b"x", received_at=at,
        )
        for _ in range(COPIES)
    ]  # fmt: skip


def stored(way: Connection, at: datetime) -> int:
    with all_dealerships():
        for row in copies(way, at):
            store([row])
        return Inbound.objects.count()


def test_a_delivery_is_stored_once(way: Connection, at: datetime) -> None:
    assert stored(way, at) == 1


def test_the_guard_of_copies_is_the_unique_key(way: Connection, at: datetime) -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE capture_inbound DROP CONSTRAINT a_delivery_is_stored_once")
        else:  # a copy of the table has none of its keys
            cursor.execute("CREATE TABLE bare AS SELECT * FROM capture_inbound")
            cursor.execute("ALTER TABLE capture_inbound RENAME TO kept_inbound")
            cursor.execute("ALTER TABLE bare RENAME TO capture_inbound")

    assert stored(way, at) == COPIES


def told_but_not_stored(inbox: Inbox, rows: list[Inbound]) -> int:
    """How many senders were told "stored" before the commit that a kill now prevents."""
    told: list[Future[None]] = [inbox.put(row) for row in rows]
    inbox.start()
    time.sleep(0.2)
    return sum(one.done() and one.exception() is None for one in told)


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Any:
    gate = threading.Event()
    monkeypatch.setattr("forecourt.capture.inbox.store", lambda _: gate.wait(10))
    yield
    gate.set()


def test_nobody_is_told_before_the_commit(slow_disk: None) -> None:
    assert told_but_not_stored(Inbox(), [Inbound(), Inbound()]) == 0


def test_the_guard_of_acknowledgements_sees_one_that_is_too_early(slow_disk: None) -> None:
    class Hasty(Inbox):
        def _store(self, batch: Any) -> None:
            for _, done in batch:
                done.set_result(None)
            super()._store([])

    assert told_but_not_stored(Hasty(), [Inbound(), Inbound()]) == 2


def test_the_guard_of_counts_sees_a_lost_a_doubled_and_a_missing_row(tmp_path: Path) -> None:
    class Told(House):
        def __init__(self, raw: Any, messages: Any, leads: Any) -> None:
            self.answers = {
                "capture_inbound": raw,
                "conversations_message": messages,
                "leads_lead": leads,
            }

        def rows(self, text: str) -> Any:
            return next(rows for table, rows in self.answers.items() if table in text)

    one = form(1)
    raw, message, lead = (one.channel, one.body), ("", "", one.mark), (one.phone,)

    assert lost_and_doubled(Told([raw], [message], [lead]), [one]) == ([], [])
    lost: list[Any] = [([], [message], [lead]), ([raw], [], [lead]), ([raw], [message], [])]
    for short in lost:
        assert lost_and_doubled(Told(*short), [one])[0], short
    for twice in (
        ([raw] * 2, [message], [lead]),
        ([raw], [message] * 2, [lead]),
        ([raw], [message], [lead] * 2),
    ):
        assert lost_and_doubled(Told(*twice), [one])[1], twice


def test_the_guard_of_triggers_is_asked_by_the_check(db: None) -> None:
    assert faults() == []
    remove_guards()
    assert len(missing_guards()) >= 4
    assert len(faults()) >= 4
    install_guards()
    assert faults() == []


def test_the_guard_of_the_next_action_is_the_database(lot: Dealership) -> None:
    names = {constraint.name for constraint in Lead._meta.constraints}
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "leads_lead")
    assert names <= set(found)


def test_the_guard_of_clocks_and_owners_is_the_check(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    asked = Inquiry("form", Source("form"), "1", Person(name="Piotr", phones=("+491705550123",)))
    with acting_for(lot):
        capture(asked, dealership=lot, at=at)
        assert faults() == []
        Lead.objects.update(waiting_since=None)
        Staff.of_lot.filter(pk=karol.pk).update(is_active=False)

    assert faults() == [
        "1 clocks run though nobody waits",
        "1 open leads belong to people who left",
    ]
