"""The record cannot be changed, and a change made past the guards shows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from config.sqlite import PRAGMAS
from forecourt.commands.__main__ import main
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.timeline.guards import install_guards, missing_guards, remove_guards
from forecourt.timeline.happened import happened
from forecourt.timeline.models import Event, Seal
from forecourt.timeline.verbs.seal import LOOK_BACK, seal
from forecourt.timeline.verify import faults_of_chain
from tests.faults.sizes import size

FEW = size("EVENTS_SEALED", 2000)


@pytest.fixture
def event(in_lot: Dealership, at: Any) -> Event:
    happened("staff.added", in_lot, at=at, role="sales")
    seal(in_lot)
    row: Event = Event.objects.latest("id")
    return row


@pytest.fixture
def unguarded(db: None) -> None:
    """The triggers taken away, as somebody with the database file in hand could. Rolled back."""
    remove_guards()


def sql(text: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


COLUMNS = "dealership_id, kind, subject_type, subject_id, at, stored_at, data"
CHANGES: dict[str, Callable[[Event], Any]] = {
    "update by the ORM": lambda event: Event.objects.filter(pk=event.pk).update(kind="other"),
    "save": lambda event: event.save(),
    "bulk update": lambda event: Event.objects.bulk_update([event], ["kind"]),
    "delete by the ORM": lambda event: Event.objects.filter(pk=event.pk).delete(),
    "delete of a seal": lambda _: Seal.objects.all().delete(),
    "update of a seal": lambda _: Seal.objects.update(hash="0"),
    "raw update": lambda event: sql("UPDATE timeline_event SET kind = 'x' WHERE id = %s", event.pk),
    "raw delete": lambda event: sql("DELETE FROM timeline_event WHERE id = %s", event.pk),
    "delete of all": lambda _: sql("DELETE FROM timeline_seal"),
    "upsert": lambda event: sql(
        f"INSERT INTO timeline_event (id, {COLUMNS}) "  # noqa: S608
        f"SELECT id, {COLUMNS} FROM timeline_event "
        "WHERE id = %s ON CONFLICT (id) DO UPDATE SET kind = 'x'",
        event.pk,
    ),
    "upsert by the ORM": lambda event: Event.objects.bulk_create(
        [event], update_conflicts=True, unique_fields=["id"], update_fields=["kind"]
    ),
}
ONLY_ON = {
    "sqlite": {
        "replace": lambda event: sql(
            f"INSERT OR REPLACE INTO timeline_event (id, {COLUMNS}) "  # noqa: S608
            f"SELECT id, {COLUMNS} FROM timeline_event WHERE id = %s",
            event.pk,
        ),
        "update or replace": lambda event: sql(
            "UPDATE OR REPLACE timeline_event SET kind = 'x' WHERE id = %s", event.pk
        ),
    },
    "postgresql": {
        "truncate": lambda _: sql("TRUNCATE timeline_event CASCADE"),
        "truncate of seals": lambda _: sql("TRUNCATE timeline_seal"),
    },
}


def ways_to_change() -> dict[str, Callable[[Event], Any]]:
    return {**CHANGES, **ONLY_ON[connection.vendor]}


def succeeded(event: Event) -> list[str]:
    """The ways in which the record could be changed after all. Nothing stays changed."""
    connection.check_constraints()  # PostgreSQL truncates nothing while checks are pending
    found = []
    for name, change in ways_to_change().items():
        event.kind = "tampered"
        try:
            with transaction.atomic():
                change(event)
                found.append(name)
                raise Undo
        except (DatabaseError, Undo):
            continue
    return found


class Undo(Exception):
    pass


def test_every_way_to_change_the_record_is_refused(event: Event) -> None:
    before = list(Event.objects.values_list())

    assert succeeded(event) == []
    assert list(Event.objects.values_list()) == before


def test_the_guard_against_changes_is_what_refuses_them(event: Event, unguarded: None) -> None:
    also_refused_by_its_seal = {"delete by the ORM"}
    assert set(ways_to_change()) - set(succeeded(event)) <= also_refused_by_its_seal


def test_a_missing_guard_is_named(db: None) -> None:
    assert missing_guards() == []
    remove_guards()
    named = missing_guards()
    install_guards()
    assert {"timeline_event_no_update", "timeline_event_no_delete"} <= set(named)


def test_replacing_a_row_is_refused_only_with_recursive_triggers(event: Event) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a trap of SQLite")
    sql("PRAGMA recursive_triggers=OFF")
    try:
        assert "replace" in succeeded(event)
    finally:
        sql("PRAGMA recursive_triggers=ON")
    assert succeeded(event) == []


def pragmas_that_lose_data() -> list[str]:
    """Settings of the open connection that could cost an acknowledged row."""
    found = []
    with connection.cursor() as cursor:
        for name, sound in {
            "synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "recursive_triggers": 1,
            "secure_delete": 1,
        }.items():  # fmt: skip
            cursor.execute(f"PRAGMA {name}")
            if cursor.fetchone()[0] != sound:
                found.append(name)
    return found


def test_sqlite_is_opened_so_that_no_commit_is_lost(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("pragmas of SQLite")
    assert pragmas_that_lose_data() == []
    assert "PRAGMA synchronous=FULL" in PRAGMAS


@pytest.mark.django_db(transaction=True)
def test_the_guard_of_durability_sees_a_weaker_setting() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("pragmas of SQLite")
    sql("PRAGMA synchronous=NORMAL")
    try:
        assert pragmas_that_lose_data() == ["synchronous"]
    finally:
        sql("PRAGMA synchronous=FULL")


def test_thousands_of_events_are_chained_and_verified(in_lot: Dealership, at: Any) -> None:
    for number in range(FEW):
        happened("lead.attempted", in_lot, at=at, number=number)
    while seal(in_lot):
        pass

    assert Seal.objects.count() == Event.objects.count() >= FEW
    assert faults_of_chain(in_lot, at=at) == []


def test_sealing_looks_back_a_little_and_through_the_whole_record_when_told(
    in_lot: Dealership, at: Any, event: Event
) -> None:
    def stored(pk: int) -> None:
        Event.objects.create(
            pk=pk, dealership=in_lot, kind="lead.attempted", subject_type="lead", subject_id=1,
            at=at, stored_at=at,
        )  # fmt: skip

    newest = event.pk + 3 * LOOK_BACK
    stored(newest)
    seal(in_lot)
    stored(newest - 1)
    assert seal(in_lot) == 1
    stored(newest - 2 * LOOK_BACK)

    assert seal(in_lot) == 0
    assert seal(in_lot, whole_record=True) == 1
    assert faults_of_chain(in_lot, at=at) == []


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE timeline_event SET kind = 'lead.lost' WHERE id = %s",
        "UPDATE timeline_event SET data = '{\"to\": 1}' WHERE id = %s",
        "UPDATE timeline_event SET at = stored_at WHERE id = %s",
        "UPDATE timeline_event SET subject_id = subject_id + 1 WHERE id = %s",
        "DELETE FROM timeline_seal WHERE event_id = %s",
    ],
)
def test_a_change_past_the_guards_breaks_the_chain(
    in_lot: Dealership, at: Any, unguarded: None, tampering: str
) -> None:
    for number in range(5):
        happened("lead.attempted", in_lot, at=at, number=number)
    seal(in_lot)
    victim = Event.objects.order_by("id")[2]

    sql(tampering, victim.pk)

    assert faults_of_chain(in_lot, at=at)


@pytest.mark.django_db(transaction=True)
def test_the_command_finds_a_changed_event(
    lot: Dealership, at: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with acting_for(lot):
        happened("lead.attempted", lot, at=at)
        seal(lot)
    assert main(["check", "--deep"]) == 0
    remove_guards()
    with all_dealerships():
        Event.objects.filter(kind="lead.attempted").update(kind="lead.answered")
    install_guards()
    capsys.readouterr()

    assert main(["check", "--deep"]) == 1
    assert "does not fit its seal" in capsys.readouterr().out
