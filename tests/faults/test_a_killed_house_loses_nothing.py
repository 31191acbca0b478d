"""R1: kill -9 at random moments; nothing that was acknowledged is lost, nothing is there twice."""

import os
from pathlib import Path

import pytest

from tests.faults.house import House
from tests.faults.kills import survive_kills

KILLS = int(os.environ.get("FORECOURT_KILLS", "6"))
SEED = int(os.environ.get("FORECOURT_FAULTS_SEED", "1"))


@pytest.mark.fault
@pytest.mark.slow
def test_a_killed_house_loses_nothing(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        counts = survive_kills(house, KILLS, SEED)
    print(counts)
    assert counts.is_good, (counts.lost[:5], counts.doubled[:5], counts.faults)
    assert counts.sent > KILLS
