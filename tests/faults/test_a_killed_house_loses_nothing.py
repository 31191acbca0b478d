"""R1: kill -9 at random moments; nothing that was acknowledged is lost, nothing is there twice."""

from pathlib import Path

import pytest

from tests.faults.house import House
from tests.faults.kills import SENDERS, survive_kills
from tests.faults.sizes import SEED, size

KILLS = size("KILLS", 6)


@pytest.mark.fault
@pytest.mark.slow
def test_a_killed_house_loses_nothing(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        counts = survive_kills(house, KILLS, SEED)
    print(counts)
    assert counts.is_good, (counts.lost[:5], counts.doubled[:5], counts.faults)
    assert counts.sent >= SENDERS
