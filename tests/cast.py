"""The people and the cars that all tests speak of.

Ewa owns the lot, Karol and Ania sell there. Stefan sells at another lot and must never see it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from forecourt.dealership.models import Dealership, Role, Staff
from forecourt.dealership.remembered import forget_everything
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.add_staff import add_staff
from forecourt.dealership.verbs.found import found
from forecourt.stock.keys import set_keys
from forecourt.stock.models import Vehicle

FRIDAY_NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)  # 12:00 in Berlin, the lot is open
PASSWORD = "two keys and a spare wheel"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Rolled back rows must not live on in what the process remembers."""
    forget_everything()
    yield
    forget_everything()


@pytest.fixture
def at() -> datetime:
    """Friday noon."""
    return FRIDAY_NOON


@pytest.fixture
def lot(db: Any) -> Dealership:
    """Ewa's lot in Berlin, open Mon-Fri 9-18 and Sat 9-14."""
    return found("Autohaus Lis", country="DE", language="en", at=FRIDAY_NOON)


@pytest.fixture
def other_lot(db: Any) -> Dealership:
    """Stefan's lot."""
    return found("Komis Stefan", country="PL", language="pl", at=FRIDAY_NOON)


@pytest.fixture
def ewa(lot: Dealership) -> Staff:
    return person(lot, "ewa@lis.example", "Ewa Lis", Role.OWNER)


@pytest.fixture
def karol(lot: Dealership) -> Staff:
    return person(lot, "karol@lis.example", "Karol Osowski", Role.SALES)


@pytest.fixture
def ania(lot: Dealership) -> Staff:
    return person(lot, "ania@lis.example", "Ania Mazur", Role.SALES)


@pytest.fixture
def stefan(other_lot: Dealership) -> Staff:
    return person(other_lot, "stefan@komis.example", "Stefan Wrona", Role.OWNER)


@pytest.fixture
def in_lot(lot: Dealership) -> Iterator[Dealership]:
    """Everything in the test happens at Ewa's lot."""
    with acting_for(lot):
        yield lot


@pytest.fixture
def golf(lot: Dealership) -> Vehicle:
    return car(
        lot, make="Volkswagen", model="Golf", variant="1.5 TSI", year=2018, mileage_km=98_000,
        vin="WVWZZZAUZJP002041", plate="B-AB 2041", stock_number="F-2041", price=15900,
    )  # fmt: skip


@pytest.fixture
def bmw(lot: Dealership) -> Vehicle:
    return car(
        lot, make="BMW", model="320d", variant="Touring", year=2019, mileage_km=88_000,
        vin="WBA8J51050A012038", plate="B-CD 2038", stock_number="F-2038", price=18400,
    )  # fmt: skip


def person(dealership: Dealership, email: str, name: str, role: str) -> Staff:
    """Somebody of the team who signs in with PASSWORD."""
    with acting_for(dealership):
        staff = add_staff(dealership, email=email, name=name, role=role, at=FRIDAY_NOON)
    staff.set_password(PASSWORD)
    staff.save(update_fields=["password"])
    return staff


def car(dealership: Dealership, **facts: Any) -> Vehicle:
    """A car on the lot, its keys as the verbs keep them."""
    facts = {"model": "", "vin": "", "plate": "", "stock_number": "", **facts}
    vehicle = Vehicle(
        dealership=dealership,
        public_key=facts["stock_number"] or facts["vin"][-8:] or facts["make"][:12],
        stocked_on=date(2026, 10, 10),
        created_at=FRIDAY_NOON,
        **facts,
    )
    set_keys(vehicle)
    with acting_for(dealership):
        vehicle.save()
    return vehicle
