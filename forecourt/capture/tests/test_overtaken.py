"""Questions of one customer that reach us in another order than they were asked."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine

from forecourt.capture.inquiry import Notice
from forecourt.capture.tests.inquiries import FRIDAY_NOON, HOUR, PORTAL, WHATSAPP
from forecourt.capture.verbs.capture import Captured, capture
from forecourt.capture.verbs.take_note import take_note
from forecourt.commands.invariants import faults
from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import Lead, NextKind
from forecourt.leads.verbs.answer import answer
from forecourt.leads.verbs.attempt import Outcome, attempt
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.leads.verbs.plan_next import plan_next
from forecourt.leads.verbs.undo import undo
from forecourt.sla.models import Clock, Trigger
from forecourt.sla.verbs.find_breaches import find_breaches
from forecourt.sla.verbs.set_rule import set_rule
from forecourt.timeline.models import Event

MINUTE = timedelta(minutes=1)
LATER = NextAction(NextKind.CALL, FRIDAY_NOON + 24 * HOUR)


@pytest.fixture(autouse=True)
def _at_the_lot(in_lot: Dealership, karol: Staff) -> None:
    pass


@pytest.fixture
def whatsapp_is_urgent(lot: Dealership, karol: Staff) -> None:
    for channel, minutes in (("", 15), ("whatsapp", 5)):
        for trigger in Trigger:
            set_rule(lot, trigger, channel, minutes, by=karol, at=FRIDAY_NOON - 24 * HOUR)


def asked(lot: Dealership, at: datetime, *, arrives: datetime | None = None) -> Captured:
    """A WhatsApp question, asked and arriving then."""
    question = replace(WHATSAPP, provider_id=f"w{at:%H%M}", acted_at=at)
    with time_machine.travel(arrives or at, tick=False):
        return capture(question, dealership=lot, at=arrives or at)


def mailed(lot: Dealership, at: datetime) -> Captured:
    person = replace(PORTAL.person, phones=("+491705550123",))
    mail = replace(PORTAL, provider_id=f"<{at:%H%M}>", person=person, acted_at=at)
    with time_machine.travel(at, tick=False):
        return capture(mail, dealership=lot, at=at)


def talked(at: datetime, by: Staff, *, began_at: datetime | None = None) -> None:
    attempt(
        Lead.objects.get(), channel="call", outcome=Outcome.REACHED, next_action=LATER, by=by,
        at=at, began_at=began_at,
    )  # fmt: skip


def now() -> tuple[datetime | None, datetime | None]:
    lead = Lead.objects.get()
    assert faults() == []
    return lead.waiting_since, lead.reply_due_at


def test_the_wait_moves_back_to_the_first_question(lot: Dealership) -> None:
    asked(lot, FRIDAY_NOON + 3 * MINUTE)
    asked(lot, FRIDAY_NOON, arrives=FRIDAY_NOON + 4 * MINUTE)

    assert now() == (FRIDAY_NOON, FRIDAY_NOON + 15 * MINUTE)
    assert Lead.objects.get().next_due_at == FRIDAY_NOON + 15 * MINUTE


def test_outside_the_hours_too_where_both_are_due_at_once(lot: Dealership) -> None:
    evening = FRIDAY_NOON + 9 * HOUR
    asked(lot, evening + 2 * HOUR)
    due = Lead.objects.get().reply_due_at
    asked(lot, evening, arrives=evening + 3 * HOUR)

    assert now() == (evening, due)


@pytest.mark.usefixtures("whatsapp_is_urgent")
@pytest.mark.parametrize("hours", [0, 9])
def test_a_later_question_on_a_stricter_channel_overtook_nothing(
    lot: Dealership, hours: int
) -> None:
    mailed_at = FRIDAY_NOON + hours * HOUR
    mailed(lot, mailed_at)
    asked(lot, mailed_at + 3 * MINUTE)

    assert now()[0] == mailed_at


@pytest.mark.usefixtures("whatsapp_is_urgent")
def test_a_talk_that_began_before_it_leaves_the_later_question_waiting(
    lot: Dealership, karol: Staff
) -> None:
    mailed(lot, FRIDAY_NOON)
    answer(Lead.objects.get(), channel="mail", evidence="answered", by=karol, at=FRIDAY_NOON)
    mailed(lot, FRIDAY_NOON + 10 * MINUTE)
    asked(lot, FRIDAY_NOON + 13 * MINUTE)

    talked(FRIDAY_NOON + 19 * MINUTE, karol, began_at=FRIDAY_NOON + 12 * MINUTE)

    assert now()[0] == FRIDAY_NOON + 13 * MINUTE
    assert [clock.result for clock in Clock.objects.order_by("id")] == ["met", "met", "running"]


def test_a_breach_moves_back_with_its_due_time(lot: Dealership) -> None:
    asked(lot, FRIDAY_NOON + 30 * MINUTE)
    find_breaches(at=FRIDAY_NOON + HOUR)
    asked(lot, FRIDAY_NOON, arrives=FRIDAY_NOON + HOUR)

    clock = Clock.objects.get()
    assert now() == (clock.started_at, clock.due_at)
    assert clock.breached_at == clock.due_at == FRIDAY_NOON + 15 * MINUTE


def test_a_promise_stays(lot: Dealership, karol: Staff) -> None:
    asked(lot, FRIDAY_NOON + 30 * MINUTE)
    promise = NextAction(NextKind.CALL_BACK, FRIDAY_NOON + 4 * HOUR, "nach Feierabend", True)
    plan_next(Lead.objects.get(), promise, by=karol, at=FRIDAY_NOON + 32 * MINUTE)
    asked(lot, FRIDAY_NOON, arrives=FRIDAY_NOON + 33 * MINUTE)

    lead = Lead.objects.get()
    assert now()[0] == FRIDAY_NOON
    assert (lead.next_text, lead.next_promised) == ("nach Feierabend", True)


def test_a_question_answered_in_writing_since_moves_no_wait(lot: Dealership) -> None:
    asked(lot, FRIDAY_NOON + 30 * MINUTE)
    said = FRIDAY_NOON + 20 * MINUTE
    echo = Notice("echo", "wamid.e", text="Ja.", at=said, person=WHATSAPP.person)
    take_note(echo, channel="whatsapp", dealership=lot, at=FRIDAY_NOON + 30 * MINUTE)
    asked(lot, FRIDAY_NOON, arrives=FRIDAY_NOON + 31 * MINUTE)

    assert now()[0] == FRIDAY_NOON + 30 * MINUTE


def test_a_question_older_than_a_talk_waits_for_nobody(lot: Dealership, karol: Staff) -> None:
    asked(lot, FRIDAY_NOON + 10 * MINUTE)
    talked(FRIDAY_NOON + 20 * MINUTE, karol)
    asked(lot, FRIDAY_NOON, arrives=FRIDAY_NOON + 30 * MINUTE)

    assert now()[0] is None
    assert not Clock.objects.filter(result="running").exists()


def test_a_talk_that_was_taken_back_answers_no_late_question(lot: Dealership, karol: Staff) -> None:
    asked(lot, FRIDAY_NOON + 10 * MINUTE)
    talked(FRIDAY_NOON + 20 * MINUTE, karol)
    act = Event.objects.filter(kind="lead.answered").get()
    undo(Lead.objects.get(), event_id=act.pk, by=karol, at=FRIDAY_NOON + 21 * MINUTE)
    asked(lot, FRIDAY_NOON, arrives=FRIDAY_NOON + 30 * MINUTE)

    assert now()[0] == FRIDAY_NOON
