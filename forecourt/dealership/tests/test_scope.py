"""One dealership at a time: without a scope nothing is read, within one nothing of another."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django_scopes.exceptions import ScopeError

from forecourt.dealership.duty import roster_of
from forecourt.dealership.models import Dealership, OpeningWindow, Staff
from forecourt.dealership.scope import acting_for, all_dealerships, dealership_in_scope
from forecourt.timeline.guards import tenant_tables
from forecourt.timeline.happened import happened
from forecourt.timeline.models import Event

UNSCOPED = {
    "dealership.Staff": "signing in comes before a lot is known; colleagues by Staff.of_lot",
}


def scoped_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.db_table in tenant_tables()]


@pytest.mark.parametrize("model", scoped_models(), ids=lambda model: model._meta.label)
def test_a_query_without_a_scope_raises(db: None, model: Any) -> None:
    with pytest.raises(ScopeError):
        model.objects.count()


def test_every_table_of_our_rooms_belongs_to_a_lot_or_says_why_not() -> None:
    of_the_house = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("forecourt.") and model._meta.db_table not in tenant_tables()
    }
    assert of_the_house == {"dealership.Dealership", "outbox.Heartbeat", *UNSCOPED}


def test_in_one_lots_scope_the_other_has_no_rows(
    lot: Dealership, other_lot: Dealership, at: Any
) -> None:
    for each in (lot, other_lot):
        with acting_for(each):
            happened("staff.added", each, at=at)

    with acting_for(lot):
        assert set(Event.objects.values_list("dealership", flat=True)) == {lot.pk}
    with all_dealerships():
        assert set(Event.objects.values_list("dealership", flat=True)) == {lot.pk, other_lot.pk}


def test_a_statement_written_by_hand_finds_no_lot_while_every_row_is_shown(
    lot: Dealership,
) -> None:
    with acting_for(lot):
        assert dealership_in_scope() == lot.pk
        with all_dealerships(), pytest.raises(ScopeError):
            dealership_in_scope()


def test_a_lots_rules_are_worked_out_from_its_own_rows_whatever_the_scope(
    lot: Dealership, karol: Staff, stefan: Staff, other_lot: Dealership
) -> None:
    with all_dealerships():
        assert roster_of(lot).sellers == (karol,)
    with acting_for(lot):
        assert roster_of(other_lot).sellers == (stefan,)


@pytest.fixture
def raw(postgres_only: None, db: None) -> Any:
    """A cursor past Django's scope, telling the server whatever the test says."""

    def look(whose: str, text: str = "SELECT DISTINCT dealership_id FROM timeline_event") -> Any:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.cursor.execute("SELECT set_config('forecourt.dealership', %s, true)", [whose])
            cursor.cursor.execute(text)
            found = {row[0] for row in cursor.cursor.fetchall()} if cursor.description else set()
            cursor.cursor.execute("SELECT set_config('forecourt.dealership', '', true)")
        connection._told = None  # type: ignore[attr-defined]
        return found

    return look


def test_row_level_security_shows_a_session_its_own_lot(
    raw: Any, lot: Dealership, other_lot: Dealership
) -> None:
    assert raw("") == set()
    assert raw(str(lot.pk)) == {lot.pk}
    assert raw(str(other_lot.pk)) == {other_lot.pk}
    assert raw("0") == set()
    assert raw("*") == {lot.pk, other_lot.pk}


def test_row_level_security_refuses_a_row_for_another_lot(
    postgres_only: None, lot: Dealership, other_lot: Dealership
) -> None:
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with acting_for(lot), refused, transaction.atomic():
        OpeningWindow.objects.create(dealership=other_lot, weekday=0, opens="10:00", closes="11:00")


def test_row_level_security_stands_on_every_table_of_a_lot(postgres_only: None, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert {row[0] for row in cursor.fetchall()} == set(tenant_tables())
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_the_guard_of_row_level_security_is_what_hides_rows(
    raw: Any, lot: Dealership, other_lot: Dealership
) -> None:
    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("ALTER TABLE timeline_event NO FORCE ROW LEVEL SECURITY")

    assert raw("") == {lot.pk, other_lot.pk}


def test_a_lot_with_a_past_cannot_be_deleted(lot: Dealership) -> None:
    with pytest.raises(IntegrityError), all_dealerships(), transaction.atomic():
        lot.delete()
