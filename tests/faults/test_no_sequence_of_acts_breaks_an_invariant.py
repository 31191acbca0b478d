"""R22: whatever a team and its customers do, in whatever order, every invariant holds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from forecourt.capture.inquiry import Call, Identity, Inquiry, Notice, Person, Source
from forecourt.capture.verbs.capture import capture
from forecourt.capture.verbs.take_note import take_note
from forecourt.commands.invariants import faults
from forecourt.conversations.verbs.note import note
from forecourt.dealership.models import Dealership, Role, Staff
from forecourt.dealership.remembered import forget_everything
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.found import found
from forecourt.leads.models import Lead, LostReason, NextKind
from forecourt.leads.verbs.answer import answer
from forecourt.leads.verbs.assign import CannotTakeLeads, GivenMeanwhile, assign
from forecourt.leads.verbs.attempt import LeadIsClosed, Outcome, attempt
from forecourt.leads.verbs.cover import CoveredAlready, cover, uncover
from forecourt.leads.verbs.later import later
from forecourt.leads.verbs.lose import AnotherIsOpen, lose, reopen
from forecourt.leads.verbs.move_leads import move_leads
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.leads.verbs.plan_next import plan_next
from forecourt.leads.verbs.undo import TooLateToUndo, undo
from forecourt.leads.verbs.undo_capture import NotToBeUndone, undo_capture
from forecourt.reactions import REACTIONS
from forecourt.sla.models import Clock
from forecourt.sla.verbs.find_breaches import find_breaches
from forecourt.timeline.models import Event
from forecourt.timeline.verbs.seal import seal
from tests.cast import FRIDAY_NOON, car, person
from tests.faults.sizes import size

EXAMPLES, STEPS = size("EXAMPLES", 8), size("STEPS", 30)
REFUSALS = (
    LeadIsClosed, CoveredAlready, GivenMeanwhile, CannotTakeLeads, AnotherIsOpen, TooLateToUndo,
    NotToBeUndone,
)  # fmt: skip

customers = st.integers(0, 4)
picks = st.integers(0, 50)
minutes = st.integers(-20, 3000)


class Undone(Exception):
    pass


class LotAtWork(RuleBasedStateMachine):
    """Two sellers and an owner, five customers, every verb there is."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        forget_everything()
        self.at, self.number = FRIDAY_NOON, 0
        self.lot: Dealership = found("Autohaus Lis", country="DE", language="en", at=self.at)
        self.team: list[Staff] = [
            person(self.lot, "ewa@lis.example", "Ewa Lis", Role.OWNER),
            person(self.lot, "karol@lis.example", "Karol Osowski", Role.SALES),
            person(self.lot, "ania@lis.example", "Ania Mazur", Role.SALES),
        ]
        self.golf = car(self.lot, make="Volkswagen", model="Golf", stock_number="F-2041")

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)
        forget_everything()

    @rule(step=st.integers(0, 4000))
    def time_passes(self, step: int) -> None:
        self.at += timedelta(minutes=step)

    @rule(
        who=customers,
        kind=st.sampled_from(["message", "form", "portal", "call", "visit", "note"]),
        outcome=st.sampled_from(["missed", "answered", "voicemail", "busy"]),
        late=minutes,
        again=st.booleans(),
        names=st.booleans(),
    )
    def a_customer_asks(
        self, who: int, kind: Any, outcome: Any, late: int, again: bool, names: bool
    ) -> None:
        self.number += not again
        inquiry = Inquiry(
            kind=kind,
            source=Source("call" if kind == "call" else "whatsapp"),
            provider_id=f"id-{self.number}",
            person=Person(
                name=f"Customer {who}" if names else "",
                phones=(f"+49170555012{who}",),
                identities=(Identity("whatsapp", f"4917055501{(who + 1) % 5}"),) if names else (),
            ),
            message="Is the Golf F-2041 still there?",
            call=Call(outcome=outcome) if kind == "call" else None,
            acted_at=self.at - timedelta(minutes=late),
        )
        by = self.team[1] if kind in {"visit", "note"} else None
        self.act(lambda: capture(inquiry, dealership=self.lot, at=self.at, by=by))

    @rule(who=customers, kind=st.sampled_from(["echo", "history", "auto_reply", "call_answered"]))
    def a_provider_tells(self, who: int, kind: Any) -> None:
        notice = Notice(
            kind=kind,
            provider_id=f"n-{self.number}-{kind}",
            about=f"id-{self.number}",
            text="said elsewhere",
            at=self.at,
            person=Person(phones=(f"+49170555012{who}",)),
        )
        self.act(lambda: take_note(notice, channel="whatsapp", dealership=self.lot, at=self.at))

    @rule(pick=picks, by=picks, how=st.sampled_from(list(Outcome)), due=minutes)
    def a_person_tries(self, pick: int, by: int, how: Outcome, due: int) -> None:
        self.on_a_lead(
            pick,
            lambda lead: attempt(
                lead, channel="call", outcome=how, next_action=self.step(due), by=self.who(by),
                at=self.at, began_at=self.at - timedelta(minutes=due % 9),
            ),
        )  # fmt: skip

    @rule(pick=picks, evidence=st.sampled_from(["answered", "two_way"]), late=minutes)
    def a_person_answers(self, pick: int, evidence: str, late: int) -> None:
        at = self.at - timedelta(minutes=late)
        self.on_a_lead(
            pick, lambda lead: answer(lead, channel="x", evidence=evidence, by=None, at=at)
        )

    @rule(pick=picks, to=picks, seen=picks)
    def a_lead_is_given_away(self, pick: int, to: int, seen: int) -> None:
        self.on_a_lead(
            pick,
            lambda lead: assign(
                lead, to=self.who(to), seen_owner_id=self.who(seen).pk, by=self.who(seen),
                at=self.at,
            ),
        )  # fmt: skip

    @rule(pick=picks, by=picks, back=st.booleans())
    def a_lead_is_covered(self, pick: int, by: int, back: bool) -> None:
        verb: Callable[..., Any] = uncover if back else cover
        self.on_a_lead(pick, lambda lead: verb(lead, by=self.who(by), at=self.at))

    @rule(pick=picks, due=minutes, waits=st.sampled_from(["", "bank", "family"]))
    def a_lead_is_put_off(self, pick: int, due: int, waits: str) -> None:
        until = self.at + timedelta(minutes=due)
        self.on_a_lead(
            pick,
            lambda lead: later(lead, until=until, waiting_for=waits, by=self.team[1], at=self.at),
        )

    @rule(pick=picks, due=minutes)
    def a_next_step_is_planned(self, pick: int, due: int) -> None:
        self.on_a_lead(
            pick, lambda lead: plan_next(lead, self.step(due), by=self.team[1], at=self.at)
        )

    @rule(pick=picks, why=st.sampled_from(list(LostReason)))
    def a_lead_is_lost(self, pick: int, why: LostReason) -> None:
        self.on_a_lead(pick, lambda lead: lose(lead, reason=why, by=self.team[2], at=self.at))

    @rule(pick=picks, due=minutes)
    def a_lead_is_reopened(self, pick: int, due: int) -> None:
        self.on_a_lead(
            pick,
            lambda lead: reopen(lead, next_action=self.step(due), by=self.team[2], at=self.at),
        )

    @rule(pick=picks)
    def an_act_is_undone(self, pick: int) -> None:
        with acting_for(self.lot):
            event = Event.objects.filter(kind__startswith="lead.").order_by("-id").first()
        if event is not None and event.lead_id is not None:
            lead_id: int = event.lead_id
            self.act(
                lambda: undo(
                    Lead.objects.get(pk=lead_id), event_id=event.pk, by=self.team[1],
                    at=self.at,
                )
            )  # fmt: skip

    @rule(pick=picks)
    def a_capture_is_undone(self, pick: int) -> None:
        self.on_a_lead(pick, lambda lead: undo_capture(lead, by=self.team[1], at=self.at))

    @rule(pick=picks)
    def a_note_is_written(self, pick: int) -> None:
        self.on_a_lead(pick, lambda lead: note(lead, "noted", by=self.team[0], at=self.at))

    @rule(person=picks, to=picks)
    def leads_move_house(self, person: int, to: int) -> None:
        self.act(lambda: move_leads(self.who(person), to=self.who(to), by=self.team[0], at=self.at))

    @rule()
    def the_watcher_looks(self) -> None:
        self.act(lambda: (find_breaches(at=self.at), seal(self.lot)))

    @invariant()
    def everything_holds(self) -> None:
        assert [fault for fault in faults() if "sealed" not in fault] == []
        with acting_for(self.lot):
            late = Clock.objects.filter(breached_at__isnull=False).count()
            assert Event.objects.filter(kind="clock.breached").count() >= late

    def act(self, verb: Callable[[], Any]) -> None:
        with acting_for(self.lot):
            try:
                with transaction.atomic():
                    verb()
            except REFUSALS:
                pass

    def on_a_lead(self, pick: int, verb: Callable[[Lead], Any]) -> None:
        with acting_for(self.lot):
            leads = list(Lead.objects.order_by("id"))
        if leads:
            self.act(lambda: verb(leads[pick % len(leads)]))

    def who(self, pick: int) -> Staff:
        return self.team[pick % len(self.team)]

    def step(self, due: int) -> NextAction:
        return NextAction(NextKind.CALL, self.at + timedelta(minutes=due))


def play(examples: int = EXAMPLES, steps: int = STEPS) -> None:
    run_state_machine_as_test(
        LotAtWork,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            print_blob=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.fault
@pytest.mark.slow
def test_no_sequence_of_acts_breaks_an_invariant(db: None) -> None:
    play()


@pytest.mark.fault
@pytest.mark.slow
def test_the_guard_of_invariants_sees_clocks_that_nobody_settles(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("lead.lost", "lead.answered"):
        monkeypatch.setitem(REACTIONS, kind, [])
    lot = LotAtWork()
    lot.a_customer_asks(0, "message", "", 0, False, True)
    lot.everything_holds()
    lot.a_lead_is_lost(0, LostReason.PRICE)
    with pytest.raises(AssertionError, match="clocks run on closed leads"):
        lot.everything_holds()
    lot.teardown()
