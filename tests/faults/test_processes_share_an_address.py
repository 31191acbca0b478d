"""`web --processes`: one ends and another takes its place; all end with the first."""

import os
import signal
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.faults.house import NOBODY, House

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("postgres_only")]


def test_all_answer_and_end_with_the_first(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        house.command("migrate")
        house.start("web", "--processes", "3")
        until(lambda: len(house.children) == 2)
        killed = min(house.children)

        os.kill(killed, signal.SIGKILL)
        until(lambda: killed not in house.children and len(house.children) == 2)
        assert {house.ask("GET", NOBODY) for _ in range(20)} == {404}

        house.kill()
        until(lambda: is_deaf(house))


def test_they_end_in_good_order_when_told(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        house.command("migrate")
        house.start("web", "--processes", "2")
        until(lambda: len(house.children) == 1)

        assert house.end() == 0
        assert is_deaf(house)


def until(is_so: Callable[[], bool], within: float = 20.0) -> None:
    end = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_deaf(house: House) -> bool:
    try:
        house.ask("GET", NOBODY, timeout=1)
    except (OSError, HTTPException):
        return True
    return False
