"""From an inquiry to a lead: customer, car, owner, next action, clock, timeline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from forecourt.capture.inquiry import (
    Call,
    Car,
    Finance,
    Identity,
    Inquiry,
    Notice,
    Person,
    Source,
)
from forecourt.capture.verbs.capture import NoWayBack, capture
from forecourt.capture.verbs.take_note import take_note
from forecourt.conversations.models import Message
from forecourt.customers.models import Customer
from forecourt.dealership.verbs.take_off import take_off
from forecourt.leads.models import Lead, LostReason, NextKind, State
from forecourt.leads.verbs.answer import answer
from forecourt.leads.verbs.lose import lose, reopen
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.sla.models import Clock
from forecourt.timeline.models import Event

FRIDAY_NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

PORTAL = Inquiry(
    kind="portal",
    source=Source("mail", "mobile.de"),
    provider_id="<m1@mobile.example>",
    person=Person(name="Piotr Nowak", phones=("0170 5550123",), emails=("Piotr@Example.com",)),
    message="Guten Tag, ist der BMW noch da? Würden Sie meinen Golf in Zahlung nehmen?",
    vehicle=Car(text="BMW 320d Touring", stock_number="F-2038"),
    trade_ins=(Car(make="VW", model="Golf", mileage=98_000, mileage_unit="km"),),
)
WHATSAPP = Inquiry(
    kind="message",
    source=Source("whatsapp"),
    provider_id="wamid.1",
    person=Person(
        name="Piotr", phones=("+491705550123",), identities=(Identity("whatsapp", "491705550123"),)
    ),
    message="Hallo?",
)


@pytest.fixture(autouse=True)
def _at_the_lot(in_lot, karol):
    pass


def test_an_inquiry_becomes_a_lead_with_everything_it_says(lot, karol, bmw):
    captured = capture(PORTAL, dealership=lot, at=FRIDAY_NOON)

    lead = Lead.objects.get()
    assert captured.outcome == "opened"
    assert (lead.customer.name, lead.customer.language) == ("Piotr Nowak", "de")
    assert sorted(lead.customer.identities.values_list("kind", "value")) == [
        ("email", "piotr@example.com"),
        ("phone", "+491705550123"),
    ]
    assert (lead.vehicle, lead.vehicle_reason, lead.vehicle_confidence) == (bmw, "stock_number", 95)
    assert (lead.owner, lead.owner_reason) == (karol, "only_one_on_duty")
    assert (lead.next_kind, lead.next_due_at) == (
        NextKind.REPLY,
        FRIDAY_NOON + timedelta(minutes=15),
    )
    assert (lead.waiting_since, lead.reply_due_at) == (
        FRIDAY_NOON,
        FRIDAY_NOON + timedelta(minutes=15),
    )
    assert (lead.provider, lead.has_trade_in, lead.wants_finance) == ("mobile.de", True, False)
    clock = Clock.objects.get()
    assert (clock.trigger, clock.started_at, clock.due_at) == (
        "first_response",
        FRIDAY_NOON,
        FRIDAY_NOON + timedelta(minutes=15),
    )
    assert list(Event.objects.filter(lead_id=lead.pk).values_list("kind", flat=True)) == [
        "lead.opened"
    ]
    message = Message.objects.get()
    assert message.body == PORTAL.message
    assert message.facts["trade_ins"] == [
        {"make": "VW", "model": "Golf", "mileage": 98000, "mileage_unit": "km"}
    ]


def test_the_same_message_again_changes_nothing(lot):
    first = capture(PORTAL, dealership=lot, at=FRIDAY_NOON)

    again = capture(PORTAL, dealership=lot, at=FRIDAY_NOON + timedelta(hours=1))

    assert (again.outcome, again.lead) == ("duplicate", first.lead)
    assert (Lead.objects.count(), Message.objects.count(), Customer.objects.count()) == (1, 1, 1)
    assert Event.objects.filter(kind__startswith="lead.").count() == 1


def test_another_id_of_the_same_message_is_the_same_message(lot):
    capture(replace(PORTAL, other_ids=("AM24:77",)), dealership=lot, at=FRIDAY_NOON)

    again = capture(replace(PORTAL, provider_id="AM24:77"), dealership=lot, at=FRIDAY_NOON)

    assert again.outcome == "duplicate"


def test_another_channel_joins_the_open_lead_and_the_clock_runs_on(lot):
    first = capture(PORTAL, dealership=lot, at=FRIDAY_NOON)

    joined = capture(WHATSAPP, dealership=lot, at=FRIDAY_NOON + timedelta(minutes=3))

    lead = Lead.objects.get()
    assert (joined.outcome, joined.lead, first.lead) == ("joined", lead, lead)
    assert lead.next_due_at == FRIDAY_NOON + timedelta(minutes=15)
    assert Clock.objects.count() == 1
    assert set(lead.customer.identities.values_list("kind", flat=True)) == {
        "phone",
        "email",
        "whatsapp",
    }


def test_withheld_numbers_never_merge(lot):
    with pytest.raises(NoWayBack):
        capture(
            Inquiry(
                "call", Source("call"), "c1", Person(phones=("anonymous",)), call=Call("missed")
            ),
            dealership=lot,
            at=FRIDAY_NOON,
        )

    assert (Lead.objects.count(), Customer.objects.count()) == (0, 0)


def test_people_without_any_identity_are_never_merged_by_name(lot):
    for number in range(2):
        walk_in = Inquiry("visit", Source("walkin"), f"sheet:{number}", Person(name="Anna Becker"))
        capture(walk_in, dealership=lot, at=FRIDAY_NOON)

    assert Customer.objects.filter(name="Anna Becker").count() == 2


def test_repeat_rings_group_on_one_lead(lot):
    for ring in range(3):
        call = Inquiry(
            "call",
            Source("calls"),
            f"call-{ring}",
            Person(phones=("01705550199",)),
            call=Call("missed"),
        )
        capture(call, dealership=lot, at=FRIDAY_NOON + timedelta(minutes=ring))

    lead = Lead.objects.get()
    assert (lead.rings, lead.next_kind) == (3, NextKind.CALL_BACK)
    assert lead.next_due_at == FRIDAY_NOON + timedelta(minutes=15)


def test_an_answered_call_stops_the_clock_of_a_waiting_customer(lot):
    missed = Inquiry(
        "call", Source("calls"), "c1", Person(phones=("01705550199",)), call=Call("missed")
    )
    capture(missed, dealership=lot, at=FRIDAY_NOON)

    later = FRIDAY_NOON + timedelta(minutes=4)
    capture(replace(missed, provider_id="c2", call=Call("answered")), dealership=lot, at=later)

    lead = Lead.objects.get()
    assert (lead.waiting_since, lead.answered_at, lead.rings) == (None, later, 0)
    clock = Clock.objects.get()
    assert (clock.result, clock.evidence, clock.stopped_at) == ("met", "two_way", later)


def test_a_missed_call_that_turns_out_answered_is_corrected(lot):
    missed = Inquiry(
        "call", Source("calls"), "c1", Person(phones=("01705550199",)), call=Call("missed")
    )
    capture(missed, dealership=lot, at=FRIDAY_NOON)

    capture(
        replace(missed, call=Call("answered")),
        dealership=lot,
        at=FRIDAY_NOON + timedelta(seconds=5),
    )
    capture(missed, dealership=lot, at=FRIDAY_NOON + timedelta(seconds=9))

    assert Message.objects.get().call_outcome == "answered"
    assert Clock.objects.get().result == "met"


def test_a_returning_customer_goes_to_who_knows_them(lot, karol, ania):
    first = capture(PORTAL, dealership=lot, at=FRIDAY_NOON).lead
    Lead.objects.filter(pk=first.pk).update(owner=ania, state="lost", closed_at=FRIDAY_NOON)

    again = capture(
        replace(PORTAL, provider_id="<m2@mobile.example>"), dealership=lot, at=FRIDAY_NOON
    )

    assert (again.outcome, again.lead.owner, again.lead.owner_reason) == (
        "opened",
        ania,
        "last_owner",
    )


def test_new_leads_take_turns_and_skip_who_is_away(lot, karol, ania, ewa):
    take_off(ewa, "drive", until=FRIDAY_NOON + timedelta(hours=1), by=ewa, at=FRIDAY_NOON)
    lot.refresh_from_db()

    owners = [
        capture(
            replace(
                PORTAL,
                provider_id=f"<{n}>",
                person=Person(name=f"N{n}", emails=(f"n{n}@example.com",)),
            ),
            dealership=lot,
            at=FRIDAY_NOON,
        ).lead.owner
        for n in range(4)
    ]

    assert owners == [karol, ania, karol, ania]


def test_a_saturday_evening_mail_is_due_monday_a_quarter_past_nine(lot):
    from datetime import time

    from forecourt.dealership.verbs.keep_hours import keep_hours

    keep_hours(lot, [((time(9), time(17)),)] * 5 + [(), ()], by=None, at=FRIDAY_NOON)
    saturday_2000 = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)

    lead = capture(replace(PORTAL, acted_at=saturday_2000), dealership=lot, at=saturday_2000).lead

    assert lead.next_due_at == datetime(2026, 11, 23, 8, 15, tzinfo=UTC)


def test_a_trade_in_is_not_taken_for_the_car_wanted(lot, golf, bmw):
    lead = capture(
        replace(PORTAL, vehicle=None, message="Ich gebe meinen Golf F-2041 in Zahlung"),
        dealership=lot,
        at=FRIDAY_NOON,
    ).lead

    assert lead.vehicle is None


def test_finance_is_noted(lot):
    lead = capture(
        replace(PORTAL, finance=Finance(method="finance")), dealership=lot, at=FRIDAY_NOON
    ).lead

    assert lead.wants_finance


def test_capture_costs_at_most_ten_statements(lot, karol, ania, bmw, django_assert_max_num_queries):
    capture(
        replace(PORTAL, provider_id="<warm>", person=Person(name="W", emails=("w@example.com",))),
        dealership=lot,
        at=FRIDAY_NOON,
    )

    with django_assert_max_num_queries(12):  # ten, and the two that open and close the savepoint
        capture(replace(PORTAL, kind="form"), dealership=lot, at=FRIDAY_NOON)


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


def test_a_version_that_was_rolled_back_does_not_come_again(lot):
    from django.db import transaction

    from forecourt.dealership.remembered import settings_changed

    versions = []
    for _ in range(2):
        with transaction.atomic():
            settings_changed(lot)
            versions.append(lot.settings_version)
            transaction.set_rollback(True)
        lot.refresh_from_db()

    assert versions[0] != versions[1]


def test_a_message_that_comes_late_does_not_pass_for_the_newest(lot):
    newest = replace(WHATSAPP, message="And today?", acted_at=FRIDAY_NOON)
    late = replace(WHATSAPP, provider_id="wamid.0", message="Hi", acted_at=FRIDAY_NOON - HOUR)
    capture(newest, dealership=lot, at=FRIDAY_NOON)

    lead = capture(late, dealership=lot, at=FRIDAY_NOON).lead

    lead.refresh_from_db()
    assert (lead.last_words, lead.last_contact_at) == ("And today?", FRIDAY_NOON)
