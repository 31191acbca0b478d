"""From an inquiry to a lead: customer, car, owner, next action, clock, timeline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from forecourt.capture.inquiry import (
    Call,
    Finance,
    Inquiry,
    Person,
    Source,
)
from forecourt.capture.tests.inquiries import FRIDAY_NOON, PORTAL, WHATSAPP
from forecourt.capture.verbs.capture import NoWayBack, capture
from forecourt.conversations.models import Message
from forecourt.customers.models import Customer
from forecourt.dealership.verbs.take_off import take_off
from forecourt.leads.models import Lead, NextKind
from forecourt.sla.models import Clock
from forecourt.timeline.models import Event


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
