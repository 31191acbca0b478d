from datetime import datetime, timedelta

import pytest

from forecourt.dealership.models import Staff
from forecourt.dealership.verbs.deactivate import deactivate
from forecourt.leads.models import Lead, LostReason, NextKind, State
from forecourt.leads.steps import after_attempt
from forecourt.leads.tests.acts import HOUR, newest, tried, written
from forecourt.leads.verbs.assign import GivenMeanwhile, assign
from forecourt.leads.verbs.attempt import LeadIsClosed, Outcome, attempt
from forecourt.leads.verbs.choose_vehicle import confirm_vehicle
from forecourt.leads.verbs.cover import CoveredAlready, cover, uncover
from forecourt.leads.verbs.join import join
from forecourt.leads.verbs.later import later
from forecourt.leads.verbs.lose import AnotherIsOpen, lose, reopen
from forecourt.leads.verbs.move_leads import OwnsOpenLeads
from forecourt.leads.verbs.open_lead import Asked, NextAction
from forecourt.leads.verbs.plan_next import plan_next
from forecourt.leads.verbs.undo import TooLateToUndo, undo
from forecourt.sla.models import Clock
from forecourt.stock.models import Vehicle
from forecourt.timeline.models import Event


def test_no_answer_keeps_the_clock_and_asks_for_another_call(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    tried(lead, Outcome.NO_ANSWER, karol, at + timedelta(minutes=5))

    assert lead.waiting_since == at
    assert (lead.next_kind, lead.next_due_at) == (NextKind.CALL, at + timedelta(minutes=125))
    assert Clock.objects.get(lead=lead).result == "running"


def test_reached_stops_the_clock_and_the_next_look_is_on_an_open_morning(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    tried(lead, Outcome.REACHED, karol, at + timedelta(minutes=5))

    assert lead.waiting_since is None
    assert str(lead.next_due_at) == "2026-11-21 09:00:00+00:00"  # Saturday, 10:00 in Berlin
    assert Clock.objects.get(lead=lead).result == "met"


def test_later_moves_the_row_and_not_the_reply_clock(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    later(lead, until=at + 3 * HOUR, waiting_for="partner", by=karol, at=at)

    assert (lead.next_due_at, lead.next_text) == (at + 3 * HOUR, "partner")
    assert lead.reply_due_at == at + timedelta(minutes=15)
    assert Clock.objects.get(lead=lead).due_at == at + timedelta(minutes=15)


def test_a_promise_is_planned_and_no_typed_word_reaches_the_timeline(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    step = NextAction(NextKind.CALL, at + HOUR, "tell Marta the price", promised=True)

    plan_next(lead, step, by=karol, at=at)

    assert (lead.next_text, lead.next_promised) == ("tell Marta the price", True)
    assert "Marta" not in str(newest(lead).data)


def test_giving_writes_one_row_and_the_clock_goes_along(
    lead: Lead, karol: Staff, ania: Staff, at: datetime
) -> None:
    assign(lead, to=ania, seen_owner_id=karol.pk, by=karol, at=at)

    assert (lead.owner, lead.owner_reason) == (ania, "given")
    assert Event.objects.filter(lead_id=lead.pk, kind="lead.assigned").count() == 1
    assert Clock.objects.get(lead=lead).result == "running"


def test_the_second_of_two_who_give_a_lead_away_learns_who_has_it(
    lead: Lead, karol: Staff, ania: Staff, ewa: Staff, at: datetime
) -> None:
    stale = Lead.objects.get(pk=lead.pk)
    assign(lead, to=ania, seen_owner_id=karol.pk, by=karol, at=at)

    with pytest.raises(GivenMeanwhile) as taken:
        assign(stale, to=ewa, seen_owner_id=karol.pk, by=ewa, at=at)

    assert taken.value.lead.owner == ania


def test_covering_leaves_the_owner_and_happens_once(
    lead: Lead, karol: Staff, ania: Staff, ewa: Staff, at: datetime
) -> None:
    cover(lead, by=ania, at=at)
    cover(lead, by=ania, at=at)

    with pytest.raises(CoveredAlready):
        cover(lead, by=ewa, at=at)
    assert (lead.owner, lead.covered_by) == (karol, ania)
    assert uncover(lead, by=ania, at=at)
    assert lead.covered_by is None


def test_a_lost_lead_says_why_and_its_clock_falls_away(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    lose(lead, reason=LostReason.PRICE, by=karol, at=at + timedelta(minutes=5))

    assert (lead.state, lead.lost_reason, lead.next_due_at) == (State.LOST, "price", None)
    assert Clock.objects.get(lead=lead).result == "void"
    with pytest.raises(LeadIsClosed):
        later(lead, until=at + HOUR, waiting_for="", by=karol, at=at)


def test_reopening_puts_a_next_action_in_place(lead: Lead, karol: Staff, at: datetime) -> None:
    lose(lead, reason=LostReason.OTHER, by=karol, at=at)

    reopen(lead, next_action=NextAction(NextKind.CALL, at + HOUR), by=karol, at=at + HOUR)

    assert (lead.state, lead.next_kind, lead.closed_at) == (State.OPEN, NextKind.CALL, None)


def test_a_lead_stays_closed_while_the_customer_has_a_newer_one(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    lose(lead, reason=LostReason.OTHER, by=karol, at=at)
    written(lead.dealership, at + HOUR, key="2")

    with pytest.raises(AnotherIsOpen):
        reopen(lead, next_action=NextAction(NextKind.CALL, at + HOUR), by=karol, at=at + HOUR)


def test_a_person_confirms_the_car_that_was_read(
    lead: Lead, karol: Staff, golf: Vehicle, bmw: Vehicle, at: datetime
) -> None:
    Lead.objects.filter(pk=lead.pk).update(vehicle=golf, vehicle_confidence=80)

    assert not confirm_vehicle(lead, seen_vehicle_id=bmw.pk, by=karol, at=at)
    assert confirm_vehicle(lead, seen_vehicle_id=golf.pk, by=karol, at=at)
    assert lead.vehicle_confidence == 100


def test_a_call_begun_before_the_wait_ends_it_where_it_began(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    comes_next = after_attempt(lead, Outcome.REACHED, dealership=karol.dealership, at=at + HOUR)
    attempt(
        lead, channel="call", outcome=Outcome.REACHED, next_action=comes_next, by=karol,
        at=at + HOUR, began_at=at - HOUR,
    )  # fmt: skip

    clock = Clock.objects.get(lead=lead)
    assert (clock.started_at, clock.stopped_at, lead.answered_at) == (at, at, at)


def test_who_leaves_leaves_no_lead_behind(
    lead: Lead, karol: Staff, ania: Staff, ewa: Staff, at: datetime
) -> None:
    with pytest.raises(OwnsOpenLeads):
        deactivate(karol, by=ewa, at=at)
    assert Staff.objects.get(pk=karol.pk).is_active

    deactivate(karol, leads_to=ania, by=ewa, at=at)

    lead.refresh_from_db()
    assert (lead.owner, karol.is_active) == (ania, False)


def test_a_lead_of_somebody_who_left_is_opened_again_by_who_opens_it(
    lead: Lead, karol: Staff, ania: Staff, ewa: Staff, at: datetime
) -> None:
    lose(lead, reason=LostReason.OTHER, by=karol, at=at)
    lost = newest(lead)
    deactivate(karol, by=ewa, at=at)

    with pytest.raises(TooLateToUndo):
        undo(lead, event_id=lost.pk, by=ania, at=at)
    reopen(lead, next_action=NextAction(NextKind.CALL, at + HOUR), by=ania, at=at)

    assert (lead.state, lead.owner) == (State.OPEN, ania)


@pytest.mark.parametrize(("column", "room"), [("interest", 200), ("wish", 120)])
def test_what_a_second_inquiry_adds_is_cut_only_where_its_column_ends(
    lead: Lead, at: datetime, column: str, room: int
) -> None:
    asked = Asked("form", at=at, clock_from=at, interest="i" * 300, wish="w" * 300)

    join(lead, asked=asked, next_action=None, reply_due_at=None, by=None, at=at)

    lead.refresh_from_db()
    assert len(getattr(lead, column)) == room
