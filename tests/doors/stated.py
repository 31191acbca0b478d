"""What a delivery states, and whether the database holds exactly that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from forecourt.capture.models import InboundState
from forecourt.capture.verbs.capture import clamp, clock_start
from forecourt.conversations.models import Message
from forecourt.customers.models import Identity
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead, NextKind, State
from forecourt.sla.models import Clock
from forecourt.timeline.models import Event
from tests.doors.lots import Delivered, Lot

MINUTES = 15  # the first-response rule of a new lot


@dataclass(frozen=True, slots=True)
class Stated:
    """A lead as its delivery states it. What is left out must be empty in the database."""

    key: str = ""  # the provider's id; "" = not asked
    name: str = ""
    company: str = ""
    phones: frozenset[str] = frozenset()  # E.164
    mails: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()  # business-scoped ids and portals' masked addresses
    words: str = ""
    kind: str = "message"
    channel: str = ""  # "" = the door's own
    provider: str = ""
    campaign: str = ""
    acted_at: datetime | None = None  # None = the moment it came
    car: str = ""  # stock number of the car that was found
    interest: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)  # at least these, as stored
    trade_in: bool = False
    finance: bool = False
    wish: str = ""
    next: NextKind = NextKind.REPLY
    call: str = ""
    rings: int = 0
    check: bool = False
    verified: bool = True


def is_stored_as(stated: Stated, delivered: Delivered, house: Lot, channel: str) -> Lead:
    """Assert that `delivered` became one lead of `house`, field for field; returns the lead."""
    row = delivered.stored
    assert (delivered.reply.status, row.state, row.reason) == (200, InboundState.DONE, "")
    with acting_for(house.dealership):
        (lead,) = Lead.objects.select_related("customer", "vehicle")
        (message,) = Message.objects.filter(direction="in")
        assert row.lead_ids == [lead.pk]
        assert (message.lead_id, message.inbound_id) == (lead.pk, row.pk)
        _names_the_person(stated, lead)
        _holds_the_words(stated, lead, message, row.received_at, channel)
        _asks_for(stated, lead)
        _is_given_to_somebody(stated, lead, house, row.received_at)
    return lead


def _names_the_person(stated: Stated, lead: Lead) -> None:
    names = {
        kind: frozenset(Identity.objects.filter(kind=kind).values_list("value", flat=True))
        for kind in Identity.Kind
    }
    assert (lead.customer.name, lead.customer.company) == (stated.name, stated.company)
    assert names[Identity.Kind.PHONE] == stated.phones
    assert names[Identity.Kind.EMAIL] == stated.mails
    assert names[Identity.Kind.WHATSAPP_USER] | names[Identity.Kind.RELAY] == stated.users


def _holds_the_words(
    stated: Stated, lead: Lead, message: Message, received_at: datetime, channel: str
) -> None:
    source = stated.channel or channel
    assert message.body == stated.words
    assert (message.channel, message.kind, message.call_outcome) == (
        source, stated.kind, stated.call,
    )  # fmt: skip
    assert (lead.channel, lead.provider, lead.campaign) == (
        source, stated.provider, stated.campaign,
    )  # fmt: skip
    assert not stated.key or message.provider_id == stated.key
    said_at = clamp(stated.acted_at, received_at)
    assert (lead.received_at, message.at) == (said_at, said_at)
    _is_part_of(stated.facts, message.facts)
    found = "" if lead.vehicle is None else lead.vehicle.stock_number
    assert (found, lead.interest) == (stated.car, stated.interest)
    assert (lead.check_fields, lead.verified) == (stated.check, stated.verified)


def _is_part_of(wanted: Any, stored: Any) -> None:
    """Every value that `wanted` names stands at its place in `stored`."""
    if isinstance(wanted, Mapping):
        for name, value in wanted.items():
            assert name in stored, (name, stored)
            _is_part_of(value, stored[name])
    elif isinstance(wanted, list):
        assert len(wanted) == len(stored), stored
        for one, other in zip(wanted, stored, strict=True):
            _is_part_of(one, other)
    else:
        assert stored == wanted


def _asks_for(stated: Stated, lead: Lead) -> None:
    assert (lead.has_trade_in, lead.wants_finance, lead.wish) == (
        stated.trade_in, stated.finance, stated.wish,
    )  # fmt: skip
    assert lead.rings == stated.rings


def _is_given_to_somebody(stated: Stated, lead: Lead, house: Lot, received_at: datetime) -> None:
    """An owner with a reason, a next action with a time, a running clock, and a first event."""
    start = clock_start(lead.received_at, received_at)
    assert lead.state == State.OPEN
    assert lead.owner_id in {house.ewa.pk, house.karol.pk}
    assert lead.owner_reason
    assert lead.next_kind == stated.next
    (clock,) = Clock.objects.filter(lead=lead)
    assert (clock.result, clock.minutes, clock.started_at) == ("running", MINUTES, start)
    assert clock.due_at == start + timedelta(minutes=MINUTES)
    assert lead.next_due_at == lead.reply_due_at == clock.due_at
    assert Event.objects.filter(lead_id=lead.pk, kind="lead.opened").count() == 1


def leaves_no_lead(delivered: Delivered, house: Lot) -> None:
    """Assert that it was read to its end, and that nobody was bothered with a lead."""
    row = delivered.stored
    assert (delivered.reply.status, row.state, row.reason) == (200, InboundState.DONE, "")
    with acting_for(house.dealership):
        assert not Lead.objects.exists()
        assert not Clock.objects.exists()


def waits_for_a_person(
    delivered: Delivered, house: Lot, state: str, held: str, reason: str
) -> None:
    """Assert that it is shown to a person with its reason, and made nothing of by itself."""
    row = delivered.stored
    assert delivered.reply.status == 200
    assert (row.state, row.held_kind) == (state, held)
    assert reason in row.reason
    with acting_for(house.dealership):
        assert not Lead.objects.exists()


def utc(day: int, hour: int, minute: int, second: int = 0) -> datetime:
    """A moment of November 2026, when the samples were written."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)
