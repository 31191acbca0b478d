from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import Lead
from forecourt.leads.pages import mine_open, page_of
from forecourt.leads.queries import counts, due_today, on_my_list, their_turn
from forecourt.leads.verbs.cover import cover
from tests.asked import asked

HOUR = timedelta(hours=1)


@pytest.fixture
def leads(in_lot: Dealership, karol: Staff, ania: Staff, ewa: Staff, at: datetime) -> list[Lead]:
    """Due hour after hour: Karol's, Ania's, Ania's that Karol covers, and Karol's again."""
    made = [asked(in_lot, f"Customer {n}", at=at) for n in range(4)]
    for n, (lead, owner) in enumerate(zip(made, (karol, ania, ania, karol), strict=True)):
        Lead.objects.filter(pk=lead.pk).update(owner=owner, next_due_at=at + n * HOUR)
    cover(made[2], by=karol, at=at)
    return [made[0], made[2], made[3]]


def test_own_and_covered_leads_stand_in_one_order(
    leads: list[Lead], karol: Staff, at: datetime
) -> None:
    assert due_today(karol, at=at, at_most=9) == leads
    assert due_today(karol, at=at, at_most=2) == leads[:2]
    assert set(on_my_list(karol)) == set(leads)
    assert (counts(karol, at=at).waiting, counts(karol, at=at + 2 * HOUR).late) == (3, 3)
    Lead.objects.update(waiting_since=None)
    assert list(their_turn(karol, at=at - 24 * HOUR, at_most=9)) == leads


def test_pages_go_on_through_both(leads: list[Lead], karol: Staff) -> None:
    seen, after = [], ""
    while True:
        page = page_of(mine_open, "next_due_at", after=after, size=1, person=karol.pk)
        seen += page.rows
        after = page.next
        if not after:
            break

    assert seen == leads


def test_no_colleagues_lead_is_passed(leads: list[Lead], karol: Staff, at: datetime) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a table of four rows whole")
    with CaptureQueriesContext(connection) as asked_for:
        due_today(karol, at=at, at_most=9)
        page_of(mine_open, "next_due_at", after="", size=9, person=karol.pk)

    for query in asked_for:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(
                row[3] for row in cursor.fetchall() if "leads_lead" in row[3] or "U0" in row[3]
            )
        assert "open_leads_of_a_person" in plan
        assert "open_leads_somebody_covers" in plan
        assert "SEARCH leads_lead USING INTEGER PRIMARY KEY" in plan
