"""PostgreSQL was restarted, or a migration ran: whoever asks next is answered."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, connections, transaction

from forecourt.capture.envelope import Envelope
from forecourt.capture.inbox import Inbox
from forecourt.capture.models import Inbound
from forecourt.capture.verbs.connect import connect
from forecourt.capture.verbs.store import row_of
from forecourt.channels.keys import door_behind
from forecourt.dealership.beside import asked
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.timeline.queries import latest_id
from forecourt.web.live.news import watchers_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("postgres_only")]

PREPARED_AFTER = 5


def hang_up_on_everybody_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )


def lots() -> int:
    return len(Dealership.objects.all())


@pytest.mark.parametrize(
    "ask",
    [
        lambda: asked(door_behind, "form", "nobody's"),
        lambda: asked(watchers_of, {"a" * 32}),
        lambda: asked(latest_id),
    ],
    ids=["door", "watchers", "news"],
)
def test_a_thread_beside_django_notices_before_it_asks(ask: Callable[[], object]) -> None:
    with ThreadPoolExecutor(1) as other:
        before = other.submit(ask).result()
        hang_up_on_everybody_else()
        assert other.submit(ask).result() == before
        other.submit(connections.close_all).result()


def test_the_inbox_turns_no_delivery_away(lot: Dealership, at: datetime) -> None:
    with acting_for(lot):
        door = connect(lot, "form", at=at)
    inbox = Inbox()
    inbox.start()
    try:
        for number in range(2):
            row = row_of(door, Envelope("form", b"{}", at), f"{number}")
            inbox.put(row).result(timeout=10)
            hang_up_on_everybody_else()
        with acting_for(lot):
            assert Inbound.objects.count() == 2
    finally:
        inbox.stop()


def test_any_thread_is_refused_once_at_most(lot: Dealership) -> None:
    with ThreadPoolExecutor(1) as other:
        other.submit(lots).result()
        hang_up_on_everybody_else()
        with pytest.raises(DatabaseError):
            other.submit(lots).result()
        assert other.submit(lots).result() == 1
        other.submit(connections.close_all).result()


def test_a_statement_kept_by_the_server_outlives_a_migration(lot: Dealership) -> None:
    """The server refuses a kept statement whose columns changed, each time it is asked."""

    def ask_often() -> None:
        for _ in range(2 * PREPARED_AFTER):
            lots()

    with ThreadPoolExecutor(1) as other:
        other.submit(ask_often).result()
        try:
            _name_has(240)
            with pytest.raises(DatabaseError, match="cached plan"):
                other.submit(lots).result()
            assert other.submit(lots).result() == 1
        finally:
            other.submit(connections.close_all).result()
            _name_has(120)


def test_an_error_within_a_transaction_leaves_it_to_be_rolled_back(lot: Dealership) -> None:
    with transaction.atomic():
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")
        Dealership.objects.filter(pk=lot.pk).update(name="Autohaus Lis & Söhne")

    assert Dealership.objects.get().name == "Autohaus Lis & Söhne"


def _name_has(length: int) -> None:
    with all_dealerships(), connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE dealership_dealership ALTER COLUMN name TYPE varchar({length})"
        )
