"""R11: threads that want the same thing at once, on the engine of this run, with real commits."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

import pytest
from django.db import connection
from django.utils import timezone

from forecourt.capture.inquiry import Inquiry, Person, Source
from forecourt.capture.models import Connection, Inbound, InboundState
from forecourt.capture.verbs.capture import capture
from forecourt.capture.verbs.read_inbound import claim
from forecourt.channels.verbs.connect_all import connect_all
from forecourt.commands.invariants import faults
from forecourt.conversations.models import Message
from forecourt.customers.models import Customer
from forecourt.dealership.models import Dealership, Role, Staff
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.dealership.verbs.add_staff import add_staff
from forecourt.dealership.verbs.change_staff import LastOwner, change_staff
from forecourt.dealership.verbs.deactivate import deactivate, reactivate
from forecourt.dealership.verbs.invite import SpentInvitation, accept_invitation, invite
from forecourt.leads.models import Lead
from forecourt.leads.verbs.assign import CannotTakeLeads, GivenMeanwhile, assign
from forecourt.leads.verbs.cover import CoveredAlready, cover
from forecourt.leads.verbs.move_leads import OwnsOpenLeads, move_leads
from forecourt.leads.verbs.undo_capture import NotToBeUndone, undo_capture
from forecourt.sla.verbs.find_breaches import find_breaches
from forecourt.timeline.models import Event
from forecourt.timeline.verbs.seal import seal
from forecourt.timeline.verify import faults_of_chain
from tests.faults.sizes import size

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
THREADS, ROWS, ROUNDS = 8, size("ROWS", 120), size("ROUNDS", 12)


def race(act: Callable[[int], Any]) -> list[Any]:
    """What each thread came back with, or what it raised; all begin at once."""
    gate, results = threading.Barrier(THREADS), [None] * THREADS

    def run(number: int) -> None:
        gate.wait()
        try:
            results[number] = act(number)
        except Exception as fault:
            results[number] = fault  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def inquiry(number: int) -> Inquiry:
    person = Person(name="Piotr", phones=("+491705550123",), emails=("piotr@example.org",))
    return Inquiry("form", Source("form"), f"id-{number}", person, message=f"message {number}")


def other_inquiry(
    number: int, *, kind: Literal["form", "visit"] = "form", key: str = "other"
) -> Inquiry:
    person = Person(name=f"Customer {number}", phones=(f"+4917055{number:05d}",))
    return Inquiry(kind, Source(kind), f"{key}-{number}", person, message="Still there?")


@pytest.fixture
def lead(lot: Dealership, ewa: Staff, karol: Staff, ania: Staff, at: datetime) -> Lead:
    with acting_for(lot):
        return capture(inquiry(99), dealership=lot, at=at).lead


def test_each_delivery_is_claimed_by_one_worker(lot: Dealership, at: datetime) -> None:
    with acting_for(lot):
        connect_all(lot, at=at)
        form = Connection.objects.get(channel="form")
        rows = [
            Inbound(
                dealership=lot, connection=form, channel="form", dedupe=str(n), body=b"x",
                received_at=at,
            )
            for n in range(ROWS)
        ]  # fmt: skip
        Inbound.objects.bulk_create(rows, batch_size=500)

    def work(_: int) -> list[int]:
        mine: list[int] = []
        with all_dealerships():
            while claimed := [row.pk for row in claim(at=timezone.now(), at_most=7)]:
                mine += claimed
                done = {"state": InboundState.DONE, "finished_at": timezone.now()}
                Inbound.objects.filter(pk__in=claimed).update(**done)
        return mine

    taken = Counter(pk for mine in race(work) for pk in mine)
    with all_dealerships():
        left = Inbound.objects.filter(attempts=0).count()
    assert set(taken.values()) == {1}
    assert len(taken) + left == ROWS


def test_one_new_customer_from_eight_sides_is_one_customer_with_one_lead(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    def ask(number: int) -> str:
        with acting_for(lot):
            return capture(inquiry(number), dealership=lot, at=at).outcome

    outcomes = Counter(race(ask))

    assert outcomes == {"opened": 1, "joined": THREADS - 1}
    with acting_for(lot):
        assert (Customer.objects.count(), Lead.objects.count()) == (1, 1)
        assert Message.objects.count() == THREADS
    assert faults() == []


def test_the_same_message_from_eight_sides_is_one_message(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    def ask(_: int) -> str:
        with acting_for(lot):
            return capture(inquiry(1), dealership=lot, at=at).outcome

    outcomes = Counter(race(ask))

    assert outcomes["opened"] == 1
    assert outcomes["duplicate"] == THREADS - 1
    with acting_for(lot):
        assert (Message.objects.count(), Lead.objects.count()) == (1, 1)


def test_an_invitation_lets_one_of_eight_in(lot: Dealership, karol: Staff) -> None:
    with acting_for(lot):
        token = invite(karol, at=timezone.now())

    results = race(lambda _: accept_invitation(token, at=timezone.now()))

    assert Counter(type(result) for result in results) == {Staff: 1, SpentInvitation: THREADS - 1}


def test_a_lead_given_away_by_eight_goes_to_one(
    lot: Dealership, lead: Lead, ewa: Staff, karol: Staff, ania: Staff, at: datetime
) -> None:
    others = [person for person in (ewa, karol, ania) if person.pk != lead.owner_id]
    seen = lead.owner_id

    def give(number: int) -> int:
        with acting_for(lot):
            mine = Lead.objects.get(pk=lead.pk)
            to = others[number % 2]
            return assign(mine, to=to, seen_owner_id=seen, by=to, at=at).owner_id

    results = race(give)

    assert sum(isinstance(result, GivenMeanwhile) for result in results) == THREADS - 1
    with acting_for(lot):
        assert Event.objects.filter(kind="lead.assigned").count() == 1


def test_a_lead_is_covered_by_one(
    lot: Dealership, lead: Lead, ewa: Staff, karol: Staff, ania: Staff, at: datetime
) -> None:
    others = [person for person in (ewa, karol, ania) if person.pk != lead.owner_id]

    def help_out(number: int) -> Any:
        with acting_for(lot):
            return cover(Lead.objects.get(pk=lead.pk), by=others[number % 2], at=at).covered_by_id

    results = race(help_out)

    assert not [
        r for r in results if isinstance(r, Exception) and not isinstance(r, CoveredAlready)
    ]
    assert len({result for result in results if isinstance(result, int)}) == 1
    with acting_for(lot):
        assert Event.objects.filter(kind="lead.covered").count() == 1


def test_a_breach_is_noted_once_and_the_chain_has_no_fork(
    lot: Dealership, lead: Lead, at: datetime
) -> None:
    def watch(_: int) -> int:
        with acting_for(lot):
            found = find_breaches(at=at + timedelta(days=9))
            while seal(lot):
                pass
            return found

    assert sum(race(watch)) == 1
    with acting_for(lot):
        assert Event.objects.filter(kind="clock.breached").count() == 1
        while seal(lot):
            pass
        assert faults_of_chain(lot, at=timezone.now()) == []


def test_two_owners_who_demote_each_other_leave_one(lot: Dealership, ewa: Staff) -> None:
    with acting_for(lot):
        both = [
            ewa,
            add_staff(lot, email="jan@lis.example", name="Jan", role=Role.OWNER, at=timezone.now()),
        ]

    def demote(number: int) -> None:
        by, person = both[number % 2], Staff.objects.get(pk=both[1 - number % 2].pk)
        with acting_for(lot):
            change_staff(person, role=Role.SALES, by=by, at=timezone.now())

    refused = [one for one in race(demote) if one is not None]

    assert refused
    assert {type(one) for one in refused} == {LastOwner}
    assert Staff.objects.filter(role=Role.OWNER, is_active=True).count() == 1


def test_nobody_who_leaves_is_given_a_lead(
    lot: Dealership, ewa: Staff, karol: Staff, ania: Staff, at: datetime
) -> None:
    with acting_for(lot):
        leads = [capture(other_inquiry(n), dealership=lot, at=at).lead for n in range(THREADS)]

    def act(number: int) -> None:
        with acting_for(lot):
            who = Staff.of_lot.select_related("dealership").get(pk=ania.pk)
            if number == 0:
                deactivate(who, leads_to=karol, by=ewa, at=at)
            else:
                mine = Lead.objects.get(pk=leads[number].pk)
                assign(mine, to=who, seen_owner_id=mine.owner_id, by=ewa, at=at)

    for _ in range(ROUNDS):
        fine = (type(None), CannotTakeLeads, GivenMeanwhile, OwnsOpenLeads)
        assert [one for one in race(act) if not isinstance(one, fine)] == []
        assert faults() == []
        with acting_for(lot):
            ania.refresh_from_db()
            reactivate(ania, by=ewa, at=at)
            move_leads(ania, to=karol, by=ewa, at=at)


def test_a_question_outlives_the_capture_that_is_taken_back(
    lot: Dealership, ewa: Staff, karol: Staff, at: datetime
) -> None:
    def act(number: int) -> Any:
        with acting_for(lot):
            if number % 2:
                asked = other_inquiry(number // 2 + first, key="asks")
                return capture(asked, dealership=lot, at=at).outcome
            written = Lead.objects.get(pk=leads[number // 2].pk)
            return undo_capture(written, by=karol, at=timezone.now())

    for first in range(0, ROUNDS * THREADS, THREADS):
        with acting_for(lot):
            visits = [other_inquiry(first + n, kind="visit") for n in range(THREADS // 2)]
            leads = [capture(one, dealership=lot, at=at, by=karol).lead for one in visits]

        fine = (str, Lead, NotToBeUndone)
        assert [one for one in race(act) if not isinstance(one, fine)] == []
        with acting_for(lot):
            asking = [lead.customer_id for lead in leads]
            assert Lead.objects.filter(customer__in=asking).waiting_for_us().count() == len(leads)
    assert faults() == []
