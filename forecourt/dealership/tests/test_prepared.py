"""A question asked again answers as Django would, for the lot in scope and no other."""

from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet
from django_scopes.exceptions import ScopeError

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.prepared import ask, padded
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from forecourt.stock.models import Vehicle
from tests.asked import asked


def named(*, make: str) -> QuerySet[Vehicle]:
    return Vehicle.objects.filter(make=make).order_by("id")


def came_since(*, moment: datetime, owner: int) -> QuerySet[Lead]:
    rows = Lead.objects.filter(received_at__gte=moment, owner=owner)
    return rows.select_related("customer", "vehicle").defer("wish").order_by("-id")


def test_values_change_and_the_rows_follow(lot: Dealership, golf: Vehicle, bmw: Vehicle) -> None:
    with acting_for(lot):
        assert ask(named, make="BMW") == [bmw]
        assert ask(named, make=golf.make) == [golf]
        assert ask(named, make="x' OR '1'='1") == []


def test_moments_numbers_and_related_rows_are_those_of_django(
    lot: Dealership, karol: Staff, golf: Vehicle, at: datetime
) -> None:
    asked(lot, "Jan", at=at - timedelta(days=2))
    lead = asked(lot, "Piotr", at=at, stock_number="F-2041")
    with acting_for(lot):
        for _ in range(2):
            found = ask(came_since, moment=at - timedelta(hours=1), owner=karol.pk)
            assert [one.pk for one in found] == [lead.pk]
            assert found[0].received_at == at
            assert found[0].customer.name == "Piotr"
            assert found[0].vehicle == golf
        assert ask(came_since, moment=at, owner=karol.pk + 1) == []


def test_another_lot_asks_for_its_own_rows(
    lot: Dealership, other_lot: Dealership, golf: Vehicle
) -> None:
    with acting_for(lot):
        assert ask(named, make=golf.make) == [golf]
    with acting_for(other_lot):
        assert ask(named, make=golf.make) == []


@pytest.mark.parametrize(("given", "length"), [(0, 0), (1, 1), (3, 4), (20, 64), (300, 300)])
def test_a_list_is_repeated_to_one_of_few_lengths(given: int, length: int) -> None:
    values = list(range(given))

    assert len(padded(values)) == length
    assert set(padded(values)) == set(values)


def test_nobody_asks_outside_a_lot(golf: Vehicle) -> None:
    with pytest.raises(ScopeError):
        ask(named, make=golf.make)


def test_a_value_that_is_not_in_the_statement_is_refused(lot: Dealership) -> None:
    def forgets(*, make: str) -> QuerySet[Vehicle]:
        return Vehicle.objects.all()

    with acting_for(lot), pytest.raises(AssertionError, match="make"):
        ask(forgets, make="BMW")
