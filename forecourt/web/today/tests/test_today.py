from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from forecourt.capture.inquiry import Finance
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead, NextKind
from forecourt.leads.verbs.assign import assign
from forecourt.leads.verbs.attempt import Outcome, attempt
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.stock.models import Vehicle
from forecourt.web.today.live import draw_rows
from tests.asked import asked
from tests.browsers import browser_of
from tests.cast import car

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _friday_noon(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


def reached(lead: Lead, by: Staff, at: datetime) -> None:
    comes_next = NextAction(NextKind.WAIT, at + timedelta(days=1))
    attempt(lead, channel="call", outcome=Outcome.REACHED, next_action=comes_next, by=by, at=at)


def page(person: Staff, path: str = "/") -> str:
    return browser_of(person).get(path).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_today_takes_four_statements_for_any_number_of_rows(
    lot: Dealership, karol: Staff, golf: Vehicle, at: datetime, people: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    for n in range(people):
        asked(lot, f"Person {n}", at=at - n * MINUTE, stock_number="F-2041")
    browser = browser_of(karol)
    browser.get("/")

    with django_assert_num_queries(4):
        shown = browser.get("/").content.decode()

    assert shown.count('class="lead-row"') == people


def test_inside_a_quarter_of_an_hour_the_readier_buyer_stands_higher_and_says_why(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    asked(lot, "Early", at=at - 14 * MINUTE)
    asked(lot, "Ready", at=at - 5 * MINUTE, finance=Finance(), wish="Saturday 11:00")
    asked(lot, "Longer ago", at=at - 40 * MINUTE)

    shown = page(karol)

    assert shown.index("Longer ago") < shown.index("Ready") < shown.index("Early")
    assert "finance · Saturday 11:00" in shown
    assert "1 late · 3 waiting" in shown


def test_late_stands_first_even_beside_a_readier_buyer(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    late = asked(lot, "Late", at=at - 16 * MINUTE)
    asked(lot, "Ready", at=at - 14 * MINUTE, finance=Finance(), wish="Saturday 11:00")
    with acting_for(lot):  # somebody tried: the next step is later, the customer still waits
        Lead.objects.filter(pk=late.pk).update(next_due_at=at + 60 * MINUTE)

    shown = page(karol)

    assert shown.index(">Late<") < shown.index("Ready")
    assert "1 late · 2 waiting" in shown


def test_a_lead_without_words_shows_its_next_step_and_since_when(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    lead = asked(lot, "Silent", at=at - 20 * MINUTE, message="")
    with acting_for(lot):
        Lead.objects.filter(pk=lead.pk).update(
            waiting_since=None, reply_due_at=None, next_kind=NextKind.CALL, next_text=""
        )

    assert "Call · came in" in page(karol)


def test_the_lead_of_a_colleague_is_not_on_my_list_until_i_cover_it(
    lot: Dealership, karol: Staff, ania: Staff, at: datetime
) -> None:
    lead = asked(lot, "Jan", at=at)
    with acting_for(lot):
        assign(lead, to=ania, seen_owner_id=lead.owner_id, by=karol, at=at)
    assert "Jan" not in page(karol)

    with acting_for(lot):
        Lead.objects.filter(pk=lead.pk).update(covered_by=karol)

    assert "Jan" in page(karol)


def test_who_wrote_after_closing_is_there_with_a_clock_that_waits_for_the_opening(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    evening = at + timedelta(hours=8)
    asked(lot, "Late Bird", at=evening)

    with time_machine.travel(evening + MINUTE, tick=False):
        shown = page(karol)

    assert "Late Bird" in shown
    assert "clock starts Sat 09:00" in shown


def test_nobody_waiting_says_how_many_were_answered_and_what_the_cars_need(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    car(lot, make="Audi", model="A4")
    lead = asked(lot, "Jan", at=at - 5 * MINUTE)
    with acting_for(lot):
        reached(lead, karol, at)

    shown = page(karol)

    assert "Nobody is waiting." in shown
    assert "1 car without a price" in shown
    assert "1 answered today." in shown
    assert "Jan" in page(karol, "/today/done/")
    assert "Jan" in page(karol, "/today/their-turn/")


def test_what_a_colleague_answered_says_so_in_its_place(
    lot: Dealership, karol: Staff, ania: Staff, at: datetime
) -> None:
    lead = asked(lot, "Jan", at=at - 5 * MINUTE)
    with acting_for(lot):
        reached(lead, ania, at)
        drawn = draw_rows([lead.pk], karol)[lead.pk]

    assert "Answered · Ania Mazur" in drawn
    assert f'id="lead-{lead.pk}"' in drawn


def test_stefan_sees_nothing_of_another_lot(
    lot: Dealership, karol: Staff, stefan: Staff, at: datetime
) -> None:
    asked(lot, "Jan Secret", at=at)

    assert "Secret" not in page(stefan)
    assert "Secret" not in page(stefan, "/today/their-turn/")
    assert "Secret" not in page(stefan, "/today/done/")


def test_a_name_with_markup_is_shown_as_text(lot: Dealership, karol: Staff, at: datetime) -> None:
    asked(lot, "<script>alert(1)</script>", at=at, message="<img src=x onerror=alert(1)>")

    shown = page(karol)

    assert "&lt;script&gt;" in shown
    assert "<img src=x" not in shown
