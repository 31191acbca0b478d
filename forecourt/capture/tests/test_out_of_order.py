"""Inquiries late, out of order, and written while somebody else writes the same lead."""

from dataclasses import replace
from datetime import timedelta

import pytest

from forecourt.capture.inquiry import Call, Inquiry, Notice, Person, Source
from forecourt.capture.tests.inquiries import FRIDAY_NOON, HOUR, PORTAL, WHATSAPP
from forecourt.capture.verbs.capture import capture
from forecourt.capture.verbs.take_note import take_note
from forecourt.conversations.models import Message
from forecourt.leads.models import Lead, LostReason, NextKind, State
from forecourt.leads.verbs.answer import answer
from forecourt.leads.verbs.lose import lose, reopen
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.sla.models import Clock


@pytest.fixture(autouse=True)
def _at_the_lot(in_lot, karol):
    pass


def test_the_clock_starts_when_the_customer_acted(lot):
    acted = FRIDAY_NOON - timedelta(minutes=10)

    lead = capture(replace(PORTAL, acted_at=acted), dealership=lot, at=FRIDAY_NOON).lead

    assert (lead.received_at, lead.waiting_since) == (acted, acted)
    assert lead.next_due_at == FRIDAY_NOON + timedelta(minutes=5)


def test_a_delivery_days_late_counts_from_when_it_reached_us(lot):
    acted = FRIDAY_NOON - timedelta(days=3)

    lead = capture(replace(PORTAL, acted_at=acted), dealership=lot, at=FRIDAY_NOON).lead

    assert (lead.received_at, lead.waiting_since) == (acted, FRIDAY_NOON)
    assert Clock.objects.get().started_at == FRIDAY_NOON


def test_a_call_that_was_answered_at_once_is_the_first_answer(lot):
    call = Inquiry(
        "call", Source("calls"), "c9", Person(phones=("01705550177",)), call=Call("answered")
    )

    lead = capture(call, dealership=lot, at=FRIDAY_NOON).lead

    lead.refresh_from_db()
    assert (lead.waiting_since, lead.answered_at) == (None, FRIDAY_NOON)
    assert not Clock.objects.exists()


def test_an_inquiry_that_meets_a_lead_just_closed_opens_a_new_one(lot, karol, monkeypatch):
    closed = capture(WHATSAPP, dealership=lot, at=FRIDAY_NOON).lead
    read_before = [Lead.objects.get(pk=closed.pk)]
    lose(closed, reason=LostReason.PRICE, by=karol, at=FRIDAY_NOON)
    module = "forecourt.capture.verbs.capture._lead_to_join_or_follow"
    monkeypatch.setattr(module, lambda _: read_before.pop() if read_before else closed)

    again = capture(replace(WHATSAPP, provider_id="wamid.2"), dealership=lot, at=FRIDAY_NOON + HOUR)

    closed.refresh_from_db()
    assert (closed.state, closed.waiting_since) == (State.LOST, None)
    assert (again.outcome, again.lead.waiting_since) == ("opened", FRIDAY_NOON + HOUR)


def test_a_customer_whose_older_lead_was_opened_again_joins_it(lot, karol):
    older = capture(WHATSAPP, dealership=lot, at=FRIDAY_NOON).lead
    lose(older, reason=LostReason.PRICE, by=karol, at=FRIDAY_NOON)
    newer = capture(replace(WHATSAPP, provider_id="wamid.2"), dealership=lot, at=FRIDAY_NOON).lead
    lose(newer, reason=LostReason.PRICE, by=karol, at=FRIDAY_NOON)
    later = NextAction(NextKind.CALL, FRIDAY_NOON + HOUR)
    reopen(older, next_action=later, by=karol, at=FRIDAY_NOON)

    again = capture(replace(WHATSAPP, provider_id="wamid.3"), dealership=lot, at=FRIDAY_NOON + HOUR)

    assert (again.outcome, again.lead) == ("joined", older)


def test_a_question_that_meets_its_answer_waits_anew(lot, karol, monkeypatch):
    """An answer was written between the look at the lead and the joining."""
    lead = capture(WHATSAPP, dealership=lot, at=FRIDAY_NOON).lead
    read_before = [Lead.objects.get()]
    answer(lead, channel="whatsapp", evidence="answered", by=karol, at=FRIDAY_NOON + HOUR / 2)
    module = "forecourt.capture.verbs.capture._lead_to_join_or_follow"
    monkeypatch.setattr(module, lambda _: read_before.pop() if read_before else lead)

    capture(replace(WHATSAPP, provider_id="wamid.2"), dealership=lot, at=FRIDAY_NOON + HOUR)

    lead.refresh_from_db()
    assert lead.waiting_since == FRIDAY_NOON + HOUR
    assert Clock.objects.get(result="running").trigger == "next_response"


def test_an_answer_that_arrives_before_its_question_stops_the_wait(lot):
    said = FRIDAY_NOON + timedelta(minutes=2)
    echo = Notice("echo", "wamid.echo", text="Ja, noch da.", at=said, person=WHATSAPP.person)
    take_note(echo, channel="whatsapp", dealership=lot, at=said)

    lead = capture(replace(WHATSAPP, acted_at=FRIDAY_NOON), dealership=lot, at=said).lead

    lead.refresh_from_db()
    assert (lead.waiting_since, lead.answered_at) == (None, said)
    assert [clock.result for clock in Clock.objects.all()] == ["met"]


def test_a_message_that_a_back_filled_thread_brought_becomes_the_lead(lot):
    past = Notice(
        "history", WHATSAPP.provider_id, text="Hallo?", at=FRIDAY_NOON, person=WHATSAPP.person
    )
    take_note(past, channel="whatsapp", dealership=lot, at=FRIDAY_NOON)

    captured = capture(WHATSAPP, dealership=lot, at=FRIDAY_NOON)

    assert captured.outcome == "opened"
    assert Message.objects.get().lead == captured.lead


def test_a_message_that_comes_late_does_not_pass_for_the_newest(lot):
    newest = replace(WHATSAPP, message="And today?", acted_at=FRIDAY_NOON)
    late = replace(WHATSAPP, provider_id="wamid.0", message="Hi", acted_at=FRIDAY_NOON - HOUR)
    capture(newest, dealership=lot, at=FRIDAY_NOON)

    lead = capture(late, dealership=lot, at=FRIDAY_NOON).lead

    lead.refresh_from_db()
    assert (lead.last_words, lead.last_contact_at) == ("And today?", FRIDAY_NOON)
