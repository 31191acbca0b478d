"""A program at Ewa's lot, one at Stefan's, and Friday noon on every clock."""

from collections.abc import Iterator

import pytest
import time_machine

from forecourt.api.tests.programs import Program, program_of
from forecourt.dealership.models import Dealership, Staff
from tests.cast import FRIDAY_NOON


@pytest.fixture
def program(lot: Dealership) -> Program:
    return program_of(lot)


@pytest.fixture
def stefans_program(stefan: Staff) -> Program:
    return program_of(stefan.dealership)


@pytest.fixture(autouse=True)
def _friday_noon() -> Iterator[None]:
    with time_machine.travel(FRIDAY_NOON, tick=False):
        yield
