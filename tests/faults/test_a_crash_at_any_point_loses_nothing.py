"""R2: the process ends at each named point, and between any two statements; nothing is lost."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.crashing import ACKS, FEW, KILLED, POINTS
from tests.faults.deliveries import MAKERS
from tests.faults.house import ROOT, House
from tests.faults.kills import lost_and_doubled
from tests.faults.sizes import size

TIMES = size("CRASH_TIMES", 1)
STATEMENTS = f"3:{size('CRASH_STATEMENTS', 200)}:{size('CRASH_STEP', 66)}"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as made:
        yield made


def crash(house: House, *options: str) -> dict[str, int]:
    """How each life ended, per point."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.crashing", *options],
        cwd=ROOT, env=house.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    ended: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    assert 1 not in ended.values(), done.stderr[-3000:]
    return ended


def acknowledged(house: House) -> set[int]:
    """The numbers of the deliveries that were answered with 200."""
    return {int(mark[2:9]) for mark in (house.folder / ACKS).read_text().split()}


@pytest.mark.fault
@pytest.mark.slow
def test_a_crash_at_any_point_loses_nothing(house: House) -> None:
    ended = crash(house, "--times", str(TIMES), "--statements", STATEMENTS)

    reached = {name for name, code in ended.items() if code == KILLED}
    assert {f"{point} #1" for point in POINTS} <= reached
    acked = [MAKERS[number % FEW](number) for number in acknowledged(house)]
    lost, doubled = lost_and_doubled(house, acked)
    print(
        f"{len(reached)} crashes, {len(acked)} acknowledged, {len(lost)} lost, {len(doubled)} twice"
    )
    assert (lost, doubled, house.faults()) == ([], [], [])
    assert len(acked) == (len(ended) + 1) * len(MAKERS)
