"""The one way from an inquiry to a lead.

One transaction: recognise the customer, find the vehicle, join the open lead or open one, give it
an owner and a next action, store the message, write the timeline. Reactions start the clocks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Case, When

from forecourt.capture.asked import asked_of, clues_of, first_action
from forecourt.capture.facts import facts_of
from forecourt.capture.identities import known_identities
from forecourt.capture.inquiry import Inquiry
from forecourt.capture.overtaken import answered_after, was_overtaken
from forecourt.capture.races import again_if_refused
from forecourt.conversations.models import Message
from forecourt.conversations.queries import message_known_as
from forecourt.conversations.verbs.adopt import adopt
from forecourt.conversations.verbs.correct_call import correct_call
from forecourt.conversations.verbs.receive import receive
from forecourt.customers.language import language_of
from forecourt.customers.models import Customer, Identity
from forecourt.customers.verbs.recognise import Known, Recognised, recognise
from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import Lead, State
from forecourt.leads.verbs.answer import answer
from forecourt.leads.verbs.join import join
from forecourt.leads.verbs.open_lead import Asked, NextAction, open_lead
from forecourt.routing.choose_owner import Choice, choose_owner
from forecourt.sla.verbs.start_clock import reply_due
from forecourt.stock.find import Found, find
from forecourt.timeline.happened import together

EARLIEST, LATEST = timedelta(days=7), timedelta(minutes=5)
DELIVERED_WITHIN = timedelta(hours=24)


class NoWayBack(ValueError):
    """Nobody could be answered: no name, phone, mail or channel identity."""


@dataclass(frozen=True, slots=True)
class Captured:
    lead: Lead
    message: Message
    outcome: Literal["opened", "joined", "duplicate"]
    identities: tuple[Identity, ...] = ()  # of a customer who is new; else ask the database


def capture(
    inquiry: Inquiry,
    *,
    dealership: Dealership,
    at: datetime,
    by: Staff | None = None,
    next_action: NextAction | None = None,
) -> Captured:
    """Turn `inquiry` into a lead, or put it on the one that is open. Safe to repeat.

    The same provider id again changes nothing and returns the first lead. Inquiries of one new
    person may race; constraints refuse all but one, and the others try again and join.
    Raises NoWayBack when the sender cannot be told from anybody.
    """
    arrival = arrived(inquiry, dealership=dealership, at=at, by=by, next_action=next_action)
    return again_if_refused(lambda was_refused: take_in(arrival, look_first=was_refused))


def arrived(
    inquiry: Inquiry,
    *,
    dealership: Dealership,
    at: datetime,
    by: Staff | None = None,
    next_action: NextAction | None = None,
    inbound_id: int | None = None,
) -> "Arrival":
    """The inquiry and what can be known of it beforehand. Raises NoWayBack as `capture` does."""
    identities = known_identities(inquiry.person, region=dealership.country)
    if not (inquiry.person.name.strip() or identities):
        raise NoWayBack(inquiry.provider_id)
    found = find(clues_of(inquiry, dealership.country))
    return Arrival(inquiry, identities, found, dealership, at, by, next_action, inbound_id)


def take_in(arrival: "Arrival", *, look_first: bool) -> Captured:
    """`capture` inside a transaction of the caller, who begins anew if it is refused.

    A message that is new is the rule, and a constraint refuses the others: only after that, or if
    gateways may have named it differently, is it looked for.
    """
    inquiry = arrival.inquiry
    known = _known_message(inquiry) if look_first or _may_have_other_ids(inquiry) else None
    if known is not None and known.lead is not None:
        correct_call(known, _outcome(inquiry), at=arrival.at)
        return Captured(known.lead, known, "duplicate")
    with together():
        captured = _capture(arrival, known)
    if not captured.identities:
        _stop_if_answered_already(captured)
    return captured


@dataclass(frozen=True, slots=True)
class Arrival:
    """An inquiry with all that is known of it before the transaction begins."""

    inquiry: Inquiry
    identities: list[Known]
    found: Found | None
    dealership: Dealership
    at: datetime
    by: Staff | None
    next_action: NextAction | None
    inbound_id: int | None

    @property
    def acted_at(self) -> datetime:
        return clamp(self.inquiry.acted_at, self.at)

    @property
    def channel(self) -> str:
        return self.inquiry.source.channel


def _capture(arrival: Arrival, stored: Message | None) -> Captured:
    """`stored` is the message itself, if a back-filled thread brought it before, without a lead."""
    recognised = _recognise(arrival)
    before = None if recognised.is_new else _lead_to_join_or_follow(recognised.customer)
    asked = asked_of(
        arrival.inquiry,
        arrival.found,
        arrival.acted_at,
        clock_start(arrival.acted_at, arrival.at),
        recognised.others,
    )
    if before is not None and before.is_open:
        lead = _join(arrival, before, asked)
        outcome: Literal["opened", "joined"] = "joined"
    else:
        lead = _open(arrival, recognised.customer, before, asked)
        outcome = "opened"
    message = adopt(stored, lead=lead) if stored else _receive(arrival, recognised.customer, lead)
    if _outcome(arrival.inquiry) == "answered":
        answer(lead, channel=arrival.channel, evidence="two_way", by=None, at=arrival.acted_at)
    return Captured(lead, message, outcome, recognised.identities)


def _recognise(arrival: Arrival) -> Recognised:
    person = arrival.inquiry.person
    values = tuple(one.value for one in arrival.identities)
    return recognise(
        arrival.identities,
        dealership=arrival.dealership,
        at=arrival.at,
        name=person.name.strip(),
        company=person.company,
        address=person.address,
        language=person.language or language_of(arrival.inquiry.message, values),
    )


def _receive(arrival: Arrival, customer: Customer, lead: Lead) -> Message:
    inquiry = arrival.inquiry
    return receive(
        dealership=arrival.dealership,
        customer=customer,
        lead=lead,
        channel=arrival.channel,
        kind=inquiry.kind,
        body=inquiry.message,
        at=arrival.acted_at,
        stored_at=arrival.at,
        provider_id=inquiry.provider_id,
        other_ids=inquiry.other_ids,
        subject=inquiry.subject,
        call_outcome=_outcome(inquiry),
        facts=facts_of(inquiry),
        inbound_id=arrival.inbound_id,
    )


def _stop_if_answered_already(captured: Captured) -> None:
    """An answer may be known before the question it answers. New customers have none."""
    lead, message = captured.lead, captured.message
    known = answered_after(lead, message.at) if lead.waits_for_us else None
    if known is not None:
        answer(lead, channel=known.channel, evidence=known.evidence, by=None, at=known.at)


def _open(arrival: Arrival, customer: Customer, before: Lead | None, asked: Asked) -> Lead:
    dealership = arrival.dealership
    choice = _owner(arrival, before)
    due = reply_due(dealership, arrival.channel, asked.clock_from, first=True)
    return open_lead(
        customer,
        dealership=dealership,
        asked=asked,
        owner=choice.owner,
        owner_reason=choice.reason,
        next_action=arrival.next_action or first_action(arrival.inquiry, due, dealership),
        reply_due_at=due,
        by=arrival.by,
        at=arrival.at,
    )


def _join(arrival: Arrival, lead: Lead, asked: Asked) -> Lead:
    dealership, next_action = arrival.dealership, arrival.next_action
    is_first = lead.answered_at is None
    due = reply_due(dealership, arrival.channel, asked.clock_from, first=is_first)
    overtaken = was_overtaken(lead, asked)
    begins = asked.waits_for_us and lead.waiting_since is None
    if next_action is None and (begins or (overtaken and not lead.next_promised)):
        next_action = first_action(arrival.inquiry, due, dealership)
    return join(
        lead,
        asked=asked,
        next_action=next_action,
        reply_due_at=due,
        by=arrival.by,
        at=arrival.at,
        overtaken=overtaken,
    )


def _owner(arrival: Arrival, before: Lead | None) -> Choice:
    by = arrival.by
    if by is not None and by.sells and arrival.inquiry.kind in {"visit", "note"}:
        return Choice(by, "took_it")
    last_owner_id = before.owner_id if before else None
    return choose_owner(arrival.dealership, last_owner_id=last_owner_id, at=arrival.at)


def _lead_to_join_or_follow(customer: Customer) -> Lead | None:
    """The open lead of the customer, which may be an old one opened again; else their newest."""
    open_first = Case(When(state=State.OPEN, then=0), default=1)
    found: Lead | None = Lead.objects.filter(customer=customer).order_by(open_first, "-id").first()
    return found


def _known_message(inquiry: Inquiry) -> Message | None:
    return message_known_as(inquiry.source.channel, [inquiry.provider_id, *inquiry.other_ids])


def _may_have_other_ids(inquiry: Inquiry) -> bool:
    """Portal leads are handed on by gateways, each of which adds an id of its own."""
    return inquiry.kind == "portal" or bool(inquiry.other_ids)


def _outcome(inquiry: Inquiry) -> str:
    return inquiry.call.outcome if inquiry.call else ""


def clock_start(acted_at: datetime, at: datetime) -> datetime:
    """When the wait begins to count: when the customer acted.

    A delivery that took longer than DELIVERED_WITHIN (a provider's late retry, an old mailbox)
    counts from when it reached us: nobody could have answered before, and sender clocks err.
    """
    return min(acted_at, at) if at - acted_at <= DELIVERED_WITHIN else at


def clamp(acted_at: datetime | None, at: datetime) -> datetime:
    """The sender's time, as far as it can be believed: at most 7 days old, 5 minutes ahead."""
    if acted_at is None or acted_at.tzinfo is None:
        return at
    return min(max(acted_at, at - EARLIEST), at + LATEST)
