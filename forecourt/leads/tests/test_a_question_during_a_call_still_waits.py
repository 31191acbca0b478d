from datetime import datetime, timedelta

import pytest
import time_machine

from forecourt.capture.inquiry import Inquiry, Person, Source
from forecourt.capture.verbs.capture import capture
from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import Lead, NextKind
from forecourt.leads.steps import after_attempt
from forecourt.leads.verbs.attempt import Outcome, attempt
from forecourt.sla.models import Clock

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lead(in_lot: Dealership, karol: Staff, at: datetime) -> Lead:
    return ask(in_lot, "1", at)


def ask(
    lot: Dealership, key: str, acted_at: datetime, *, delivered_at: datetime | None = None
) -> Lead:
    delivered_at = delivered_at or acted_at
    inquiry = Inquiry(
        kind="form",
        source=Source("form"),
        provider_id=key,
        person=Person(name="Marta Kowalska", phones=("+493055501",), emails=("marta@example.org",)),
        message="Still there?",
        acted_at=acted_at,
    )
    with time_machine.travel(delivered_at, tick=False):
        return capture(inquiry, dealership=lot, at=delivered_at).lead


def call(lead: Lead, outcome: Outcome, by: Staff, at: datetime, began_at: datetime | None) -> None:
    comes_next = after_attempt(lead, outcome, dealership=by.dealership, at=at)
    with time_machine.travel(at, tick=False):
        attempt(
            lead, channel="call", outcome=outcome, next_action=comes_next, by=by, at=at,
            began_at=began_at,
        )  # fmt: skip


def clocks(lead: Lead) -> list[tuple[str, datetime, datetime | None]]:
    rows = Clock.objects.filter(lead=lead).order_by("id")
    return [(row.result, row.started_at, row.stopped_at) for row in rows]


def test_of_somebody_who_did_not_wait(lead: Lead, karol: Staff, at: datetime) -> None:
    call(lead, Outcome.REACHED, karol, at + MINUTE, at + MINUTE)
    asked_at = at + 62 * MINUTE
    ask(lead.dealership, "2", asked_at)

    call(lead, Outcome.REACHED, karol, at + 70 * MINUTE, at + 60 * MINUTE)

    assert lead.waiting_since == asked_at
    assert (lead.next_kind, lead.next_due_at) == (NextKind.REPLY, lead.reply_due_at)
    assert clocks(lead) == [("met", at, at + MINUTE), ("running", asked_at, None)]


def test_of_somebody_who_waited_already(lead: Lead, karol: Staff, at: datetime) -> None:
    tapped, asked_at = at + 5 * MINUTE, at + 7 * MINUTE
    ask(lead.dealership, "2", asked_at)

    call(lead, Outcome.REACHED, karol, at + 10 * MINUTE, tapped)

    assert (lead.answered_at, lead.waiting_since) == (tapped, asked_at)
    assert clocks(lead) == [("met", at, tapped), ("running", asked_at, None)]
    assert lead.reply_due_at == asked_at + 15 * MINUTE
    assert (lead.next_kind, lead.next_due_at) == (NextKind.REPLY, lead.reply_due_at)


def test_that_was_sent_before_the_tap_and_came_after_it(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    tapped = at + 5 * MINUTE
    ask(lead.dealership, "2", at + 4 * MINUTE, delivered_at=at + 8 * MINUTE)

    call(lead, Outcome.REACHED, karol, at + 10 * MINUTE, tapped)

    assert (lead.answered_at, lead.waiting_since) == (tapped, tapped)
    assert clocks(lead) == [("met", at, tapped), ("running", tapped, None)]


def test_and_its_next_step_stays_when_nobody_answered_the_call(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    due = lead.next_due_at
    ask(lead.dealership, "2", at + 7 * MINUTE)

    call(lead, Outcome.NO_ANSWER, karol, at + 10 * MINUTE, at + 5 * MINUTE)

    assert (lead.next_kind, lead.next_due_at) == (NextKind.REPLY, due)
    assert clocks(lead) == [("running", at, None)]


def test_and_one_from_before_the_tap_is_answered(lead: Lead, karol: Staff, at: datetime) -> None:
    ask(lead.dealership, "2", at + 4 * MINUTE)

    call(lead, Outcome.REACHED, karol, at + 10 * MINUTE, at + 5 * MINUTE)

    assert (lead.waiting_since, lead.next_kind) == (None, NextKind.WAIT)
    assert clocks(lead) == [("met", at, at + 5 * MINUTE)]


def test_and_nothing_changes_when_the_message_was_not_sent(
    lead: Lead, karol: Staff, at: datetime
) -> None:
    ask(lead.dealership, "2", at + 7 * MINUTE)
    before = Lead.objects.get()

    call(lead, Outcome.NOT_SENT, karol, at + 10 * MINUTE, at + 5 * MINUTE)

    assert (lead.waiting_since, lead.next_kind) == (before.waiting_since, before.next_kind)
    assert [clock[0] for clock in clocks(lead)] == ["running"]
