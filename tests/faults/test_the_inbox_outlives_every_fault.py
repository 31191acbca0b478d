"""The one thread that stores deliveries must go on whatever a row or the disk does to it."""

import time
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, InterfaceError, OperationalError

from forecourt.capture import inbox as module
from forecourt.capture.inbox import Inbox
from forecourt.capture.models import Inbound

pytestmark = pytest.mark.fault


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Rows that reached the database; a row that is a fault raises it there."""
    rows: list[Any] = []

    def store(batch: list[Any]) -> None:
        for row in batch:
            if isinstance(row.body, Exception):
                raise row.body
        rows.extend(batch)

    monkeypatch.setattr(module, "store", store)
    return rows


def row(body: Any = b"") -> Inbound:
    return Inbound(body=body, received_at=datetime.now(UTC))


@pytest.mark.parametrize(
    "fault", [DataError("x"), InterfaceError("x"), ValueError("NUL"), UnicodeError("x")]
)
def test_a_row_that_is_refused_turns_no_other_away(stored: list[Any], fault: Exception) -> None:
    inbox = Inbox()
    told = [inbox.put(row()), inbox.put(row(fault)), inbox.put(row())]
    inbox.start()

    assert told[0].exception(timeout=5) is None
    assert told[1].exception(timeout=5) is fault
    assert told[2].exception(timeout=5) is None
    inbox.stop()


def test_a_sender_that_went_away_does_not_stop_the_inbox(stored: list[Any]) -> None:
    inbox = Inbox()
    gone = inbox.put(row())
    assert gone.cancel()
    inbox.start()

    assert inbox.put(row()).exception(timeout=5) is None
    inbox.stop()


def test_a_sender_that_goes_away_during_the_commit_does_not_stop_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waiting: list[Future[None]] = []

    def store(_: Any) -> None:
        waiting[0].cancel()

    monkeypatch.setattr(module, "store", store)
    inbox = Inbox()
    waiting.append(inbox.put(row()))
    inbox.start()

    assert inbox.put(row()).exception(timeout=5) is None
    inbox.stop()


def test_a_full_disk_or_a_held_lock_is_waited_for_once_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = 0

    def store(_: Any) -> None:
        nonlocal tries
        tries += 1
        time.sleep(0.05)
        raise OperationalError("database is locked")

    monkeypatch.setattr(module, "store", store)
    inbox = Inbox()
    told = [inbox.put(row()) for _ in range(20)]
    inbox.start()

    assert all(isinstance(one.exception(timeout=5), OperationalError) for one in told)
    assert tries == 1
    inbox.stop()


def test_a_waker_that_stumbles_does_not_stop_the_inbox(stored: list[Any]) -> None:
    def stumble() -> None:
        raise RuntimeError

    inbox = Inbox(wake=stumble)
    inbox.start()

    assert inbox.put(row()).exception(timeout=5) is None
    assert inbox.put(row()).exception(timeout=5) is None
    inbox.stop()
