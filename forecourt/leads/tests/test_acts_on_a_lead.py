from datetime import datetime, timedelta

import pytest

from forecourt.capture.inquiry import Inquiry, Person, Source
from forecourt.capture.verbs.capture import capture
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.verbs.deactivate import deactivate
from forecourt.leads.models import Lead, LostReason, NextKind, State
from forecourt.leads.steps import after_attempt
from forecourt.leads.verbs.assign import GivenMeanwhile, assign
from forecourt.leads.verbs.attempt import LeadIsClosed, Outcome, attempt
from forecourt.leads.verbs.choose_vehicle import change_vehicle, confirm_vehicle
from forecourt.leads.verbs.cover import CoveredAlready, cover, uncover
from forecourt.leads.verbs.later import later
from forecourt.leads.verbs.lose import AnotherIsOpen, lose, reopen
from forecourt.leads.verbs.move_leads import OwnsOpenLeads
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.leads.verbs.plan_next import plan_next
from forecourt.leads.verbs.undo import TooLateToUndo, undo
from forecourt.sla.models import Clock
from forecourt.stock.models import Vehicle
from forecourt.timeline.models import Event

HOUR = timedelta(hours=1)


@pytest.fixture
def lead(in_lot: Dealership, karol: Staff, at: datetime) -> Lead:
    return written(in_lot, at)


def written(lot: Dealership, at: datetime, *, text: str = "Still there?", key: str = "1") -> Lead:
    inquiry = Inquiry(
        kind="form",
        source=Source("form"),
        provider_id=key,
        person=Person(name="Marta Kowalska", phones=("+493055501",)),
        message=text,
        acted_at=at,
    )
    return capture(inquiry, dealership=lot, at=at).lead


def newest(lead: Lead) -> Event:
    return Event.objects.filter(lead_id=lead.pk).order_by("-id")[0]


def tried(lead: Lead, outcome: Outcome, by: Staff, at: datetime) -> Lead:
    comes_next = after_attempt(lead, outcome, dealership=by.dealership, at=at)
    return attempt(lead, channel="call", outcome=outcome, next_action=comes_next, by=by, at=at)


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


def test_undoing_an_answer_lets_the_clock_run_on(lead: Lead, karol: Staff, at: datetime) -> None:
    due = lead.next_due_at
    tried(lead, Outcome.REACHED, karol, at + timedelta(minutes=5))

    undo(lead, event_id=newest(lead).pk, by=karol, at=at + timedelta(minutes=6))

    assert (lead.waiting_since, lead.next_due_at, lead.answered_at) == (at, due, None)
    clock = Clock.objects.get(lead=lead)
    assert (clock.result, clock.stopped_at) == ("running", None)


def test_an_act_is_taken_back_once(lead: Lead, karol: Staff, at: datetime) -> None:
    later(lead, until=at + HOUR, waiting_for="finance", by=karol, at=at)
    act = newest(lead)
    undo(lead, event_id=act.pk, by=karol, at=at)

    with pytest.raises(TooLateToUndo):
        undo(lead, event_id=act.pk, by=karol, at=at)


def test_only_the_newest_act_can_be_taken_back(lead: Lead, karol: Staff, at: datetime) -> None:
    later(lead, until=at + HOUR, waiting_for="", by=karol, at=at)
    first = newest(lead)
    later(lead, until=at + 2 * HOUR, waiting_for="", by=karol, at=at)

    with pytest.raises(TooLateToUndo):
        undo(lead, event_id=first.pk, by=karol, at=at)


def test_undoing_a_loss_starts_no_clock_of_a_wait_that_was_over(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    lose(lead, reason=LostReason.PRICE, by=karol, at=at)
    reopen(lead, next_action=NextAction(NextKind.CALL, at + HOUR), by=karol, at=at)
    lose(lead, reason=LostReason.PRICE, by=karol, at=at)

    undo(lead, event_id=newest(lead).pk, by=karol, at=at)

    assert (lead.state, lead.waiting_since) == (State.OPEN, None)
    assert Clock.objects.get().result == "void"


def test_after_a_day_it_is_too_late_to_undo(lead: Lead, karol: Staff, at: datetime) -> None:
    later(lead, until=at + HOUR, waiting_for="", by=karol, at=at)
    act = newest(lead)

    with pytest.raises(TooLateToUndo):
        undo(lead, event_id=act.pk, by=karol, at=act.stored_at + timedelta(hours=25))


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


def test_a_lost_lead_comes_back_by_undo_as_it_was(lead: Lead, karol: Staff, at: datetime) -> None:
    due = lead.next_due_at
    lose(lead, reason=LostReason.PRICE, by=karol, at=at + timedelta(minutes=5))

    undo(lead, event_id=newest(lead).pk, by=karol, at=at + timedelta(minutes=6))

    assert (lead.state, lead.next_due_at, lead.waiting_since) == (State.OPEN, due, at)
    assert Clock.objects.get(lead=lead).result == "running"


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


def test_another_car_is_chosen_and_taken_back(
    lead: Lead, karol: Staff, golf: Vehicle, at: datetime
) -> None:
    assert change_vehicle(lead, golf, by=karol, at=at)
    assert not change_vehicle(lead, golf, by=karol, at=at)
    assert (lead.vehicle, lead.vehicle_reason) == (golf, "person")

    undo(lead, event_id=newest(lead).pk, by=karol, at=at)

    assert lead.vehicle is None


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


def test_undo_gives_no_lead_to_somebody_who_left(
    lead: Lead, karol: Staff, ewa: Staff, at: datetime
) -> None:
    assign(lead, to=ewa, seen_owner_id=karol.pk, by=ewa, at=at)
    deactivate(karol, by=ewa, at=at)

    with pytest.raises(TooLateToUndo):
        undo(lead, event_id=newest(lead).pk, by=ewa, at=at + HOUR)

    lead.refresh_from_db()
    assert lead.owner == ewa


def test_opening_again_cannot_be_taken_back_once_the_customer_wrote(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    lose(lead, reason=LostReason.PRICE, by=karol, at=at)
    soon = NextAction(NextKind.CALL, at + timedelta(minutes=1))
    reopen(lead, next_action=soon, by=karol, at=at)
    opened_again = newest(lead)
    written(lead.dealership, at + timedelta(minutes=2), key="2")

    with pytest.raises(TooLateToUndo):
        undo(lead, event_id=opened_again.pk, by=karol, at=at + HOUR)

    lead.refresh_from_db()
    assert lead.waits_for_us


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
