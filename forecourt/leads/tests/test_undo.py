from datetime import datetime, timedelta

import pytest

from forecourt.dealership.models import Staff
from forecourt.dealership.verbs.deactivate import deactivate
from forecourt.leads.models import Lead, LostReason, NextKind, State
from forecourt.leads.tests.acts import HOUR, newest, tried, written
from forecourt.leads.verbs.assign import assign
from forecourt.leads.verbs.attempt import Outcome
from forecourt.leads.verbs.choose_vehicle import change_vehicle
from forecourt.leads.verbs.later import later
from forecourt.leads.verbs.lose import lose, reopen
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.leads.verbs.undo import TooLateToUndo, undo
from forecourt.sla.models import Clock
from forecourt.stock.models import Vehicle


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


def test_a_lost_lead_comes_back_by_undo_as_it_was(lead: Lead, karol: Staff, at: datetime) -> None:
    due = lead.next_due_at
    lose(lead, reason=LostReason.PRICE, by=karol, at=at + timedelta(minutes=5))

    undo(lead, event_id=newest(lead).pk, by=karol, at=at + timedelta(minutes=6))

    assert (lead.state, lead.next_due_at, lead.waiting_since) == (State.OPEN, due, at)
    assert Clock.objects.get(lead=lead).result == "running"


def test_another_car_is_chosen_and_taken_back(
    lead: Lead, karol: Staff, golf: Vehicle, at: datetime
) -> None:
    assert change_vehicle(lead, golf, by=karol, at=at)
    assert not change_vehicle(lead, golf, by=karol, at=at)
    assert (lead.vehicle, lead.vehicle_reason) == (golf, "person")

    undo(lead, event_id=newest(lead).pk, by=karol, at=at)

    assert lead.vehicle is None


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
