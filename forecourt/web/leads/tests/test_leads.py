from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import LostReason
from forecourt.leads.verbs.lose import lose
from forecourt.stock.models import Vehicle
from tests.asked import asked
from tests.browsers import browser_of


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_takes_three_statements_for_any_number_of_rows(
    lot: Dealership, karol: Staff, golf: Vehicle, at: datetime, n: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    for one in range(n):
        asked(lot, f"Person {one}", at=at, stock_number="F-2041")
    browser = browser_of(karol)
    browser.get("/leads/")

    with django_assert_num_queries(3):
        browser.get("/leads/")


def test_filters_by_state_owner_and_car(
    lot: Dealership, karol: Staff, golf: Vehicle, at: datetime
) -> None:
    asked(lot, "Open one", at=at, stock_number="F-2041")
    gone = asked(lot, "Lost one", at=at)
    with acting_for(lot):
        lose(gone, reason=LostReason.PRICE, by=karol, at=at)
    browser = browser_of(karol)

    def names(query: str) -> list[str]:
        return [row.name for row in browser.get(f"/leads/?{query}").context["rows"]]

    assert names("state=lost") == ["Lost one"]
    assert names("state=open") == ["Open one"]
    assert names(f"vehicle={golf.pk}") == ["Open one"]
    assert sorted(names(f"owner={karol.pk}&state=nonsense")) == ["Lost one", "Open one"]


def test_stefan_sees_nothing_of_another_lot(
    lot: Dealership, karol: Staff, stefan: Staff, at: datetime
) -> None:
    asked(lot, "Jan Secret", at=at)

    assert b"Secret" not in browser_of(stefan).get(f"/leads/?owner={karol.pk}").content
