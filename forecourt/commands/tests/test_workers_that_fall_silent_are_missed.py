from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from forecourt.commands import workers
from forecourt.commands.workers import Workers
from forecourt.dealership.models import Dealership
from forecourt.outbox.models import Heartbeat


def answer(client: Client, at: datetime) -> tuple[int, str]:
    with time_machine.travel(at, tick=False):
        page = client.get("/up")
    return page.status_code, page.text


@pytest.mark.parametrize("silent", ["reader", "watcher"])
def test_each_kind_has_a_sign_of_life(client: Client, db: None, at: datetime, silent: str) -> None:
    for name in ("reader", "watcher"):
        Heartbeat.objects.create(worker=name, at=at)

    assert answer(client, at + timedelta(seconds=50)) == (200, "up\n")
    Heartbeat.objects.exclude(worker=silent).update(at=at + timedelta(minutes=1))
    assert answer(client, at + timedelta(seconds=70)) == (503, f"worker {silent}\n")


def test_work_that_fails_is_no_sign_of_life(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_beats", {})
    monkeypatch.setattr(connection, "close", lambda: None)  # the test goes on with it
    house = Workers()

    def fails() -> bool:
        house._stop.set()
        raise RuntimeError

    house._loop("watcher", fails, 0)

    assert not Heartbeat.objects.exists()


def test_a_lot_in_trouble_keeps_the_watch_from_no_other(
    lot: Dealership, other_lot: Dealership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_beats", {})
    monkeypatch.setattr(connection, "close", lambda: None)  # the test goes on with it
    watched = []

    def watch_over(dealership: Dealership) -> None:
        watched.append(dealership)
        if len(watched) == 1:
            raise RuntimeError

    house = Workers()
    monkeypatch.setattr(house, "_watch_over", watch_over)

    with pytest.raises(RuntimeError):
        house._watch()

    assert set(watched) == {lot, other_lot}


def test_a_thread_that_died_begins_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house, begun = Workers(), []

    def dies(*_: object) -> None:
        begun.append(1)
        if len(begun) == 2:
            house._stop.set()
        raise SystemExit

    monkeypatch.setattr(house, "_loop", dies)
    house._keep("watcher", bool, 0)

    assert len(begun) == 2
    assert "watcher died and begins anew" in caplog.text
