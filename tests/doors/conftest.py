"""Ewa's lot behind the doors of a running server, with the Golf that the samples ask about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from forecourt.dealership.scope import acting_for
from forecourt.stock.facts import CarFacts
from forecourt.stock.verbs.add_vehicle import add_vehicle
from tests.doors.lots import Lot, open_lot
from tests.live_server import Server

GOLF = CarFacts(
    make="Volkswagen", model="Golf", variant="2.0 TDI Highline", year=2019,
    vin="WVWZZZAUZKW000431", stock_number="GF-1187", price=Decimal(15990),
)  # fmt: skip


@pytest.fixture
def house(server: Server) -> Iterator[Lot]:
    with lot_with_golf(server, "DE") as lot:
        yield lot


@pytest.fixture
def polish_house(server: Server) -> Iterator[Lot]:
    """The same in Poland, for national numbers and local times from there."""
    with lot_with_golf(server, "PL") as lot:
        yield lot


@pytest.fixture
def british_house(server: Server) -> Iterator[Lot]:
    """The same in Britain."""
    with lot_with_golf(server, "GB") as lot:
        yield lot


@contextmanager
def lot_with_golf(server: Server, country: str) -> Iterator[Lot]:
    lot = open_lot(server, country=country)
    with acting_for(lot.dealership):
        add_vehicle(lot.dealership, GOLF, by=lot.ewa, at=datetime.now(UTC))
    yield lot
    lot.close()
