"""R4, R5: without room or without the lock a sender is told to come again, and nothing is lost."""

import asyncio
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pysqlite3
import pytest
from django.db import OperationalError

from forecourt.capture.inbox import InboxIsFull
from forecourt.capture.models import Connection, Inbound
from forecourt.channels import door as door_module
from forecourt.channels.door import Doors
from forecourt.channels.keys import OpenDoor
from tests.faults.deliveries import Delivery, Door, form, whatsapp
from tests.faults.house import House
from tests.faults.kills import lost_and_doubled
from tests.faults.knocking import bring
from tests.faults.sizes import size

pytestmark = [pytest.mark.fault, pytest.mark.slow]
CYCLES, HELD_S = size("CYCLES", 2), size("HELD_S", 2)
ROOM = 16 * 1024 * 1024  # bytes
AT_LEAST, AT_MOST = 12, 1000  # deliveries of a cycle: the log's own file holds some without growing


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of ROOM."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(disk)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("no tmpfs can be mounted here (needs root)")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=False)


def make_room(disk: Path) -> None:
    """ROOM beside what was stored, which the worker is still to read into leads."""
    size = shutil.disk_usage(disk).used + ROOM
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return ballast


def test_a_full_disk_is_said_and_nothing_told_as_stored_is_lost(small_disk: Path) -> None:
    with House(small_disk) as house:
        if house.url:
            pytest.skip("PostgreSQL keeps its data elsewhere")
        house.start()
        assert house.doors
        acked, said = [], []
        number, delivery = 0, _large(0)
        for _ in range(CYCLES):
            ballast = fill(small_disk)
            for tried in range(AT_MOST):
                number += 1
                delivery = _large(number)
                status = house.send(delivery)
                said.append(status)
                if status == 200:
                    acked.append(delivery)
                elif tried >= AT_LEAST:
                    break
            assert said[-1] == 503, said
            assert house.is_alive
            ballast.unlink()
            make_room(small_disk)
            until = time.monotonic() + 10
            while (status := house.send(delivery)) != 200 and time.monotonic() < until:
                time.sleep(0.2)
            assert status == 200, "it did not recover without a restart"
            acked.append(delivery)
        stored = house.rows("SELECT COUNT(*) FROM capture_inbound")[0][0]
        house.the_lease_ran_out()
        house.wait_until_read()
        lost, doubled = lost_and_doubled(house, acked)
        faults = house.faults()
    assert set(said) <= {200, 503}
    assert stored >= len({one.mark for one in acked})
    assert (lost, doubled, faults) == ([], [], [])


def _large(number: int) -> Delivery:
    small = form(number)
    mark = small.mark.encode()
    body = small.body.replace(mark, mark + b" again and" * 9_000)
    return Delivery("form", small.mark, body, small.content_type, small.phone)


@contextmanager
def write_lock_held(house: House) -> Iterator[None]:
    """Another process's view: the one write lock is taken."""
    if house.url:
        with psycopg.connect(house.url) as other:
            other.execute("LOCK TABLE capture_inbound IN EXCLUSIVE MODE")
            yield
    else:
        path = house.folder / "forecourt.sqlite3"
        with closing(pysqlite3.connect(path, isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            yield
            file.execute("ROLLBACK")


def test_while_another_holds_the_lock_senders_wait_and_reading_goes_on(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        house.start()
        assert house.doors
        assert house.send(form(1)) == 200
        answers: list[int] = []
        senders = [
            threading.Thread(target=lambda n=n: answers.append(house.send(form(n))))
            for n in range(2, 10)
        ]
        reads = []
        with write_lock_held(house):
            for sender in senders:
                sender.start()
            until = time.monotonic() + HELD_S
            while time.monotonic() < until:
                began = time.monotonic()
                assert house.ask("GET", "/sign-in/") == 200
                reads.append(time.monotonic() - began)
            assert answers == []
        for sender in senders:
            sender.join(timeout=30)
        house.wait_until_read()
        lost, doubled = lost_and_doubled(house, [form(n) for n in range(1, 10)])
    print(f"{len(reads)} pages while locked, slowest {max(reads):.3f} s")
    assert answers == [200] * 8
    assert (lost, doubled) == ([], [])
    assert reads


class Refusing:
    """An inbox whose disk says no."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def put(self, row: Inbound) -> "Future[None]":
        done: Future[None] = Future()
        done.set_exception(self.fault)
        return done


class Never:
    """An inbox that never comes back."""

    def put(self, row: Inbound) -> "Future[None]":
        return Future()


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> Door:
    secrets = {"app_secret": "s3cret", "verify_token": "x"}
    opened = OpenDoor(Connection(channel="whatsapp", key="k"), secrets)
    monkeypatch.setattr(door_module, "door_behind", lambda *_: opened)
    monkeypatch.setattr(door_module, "LONGEST_WAIT_S", 0.2)
    return Door("/in/whatsapp/k", secrets)


@pytest.mark.parametrize(
    "inbox",
    [
        lambda: Refusing(OperationalError("database is locked")),
        lambda: Refusing(OperationalError("database or disk is full")),
        lambda: Refusing(InboxIsFull()),
        lambda: Refusing(ValueError("odd")),
        Never,
    ],
    ids=["locked", "disk full", "inbox full", "odd", "never"],
)
def test_what_is_not_stored_is_never_told_as_stored(way: Door, inbox: Callable[[], Any]) -> None:
    said = asyncio.run(bring(Doors(inbox()), whatsapp(1), way))

    assert said.status == 503
    assert int(said.headers["retry-after"]) > 0
