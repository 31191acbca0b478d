"""Somebody tried to reach the customer. How it went decides whether the clock stops."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from forecourt.dealership.models import Staff
from forecourt.leads.change import Fields, matches, states
from forecourt.leads.later_question import NO_QUESTION, Question, question_after
from forecourt.leads.models import Lead
from forecourt.leads.verbs.join import ChangedMeanwhile
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.timeline.happened import happened

TRIES = 5


class Outcome(StrEnum):
    """From the weakest evidence to the strongest. Only an answer by a person stops a clock."""

    NOT_SENT = "not_sent"  # opened the phone's app, sent nothing
    NO_ANSWER = "no_answer"  # rang, nobody came
    VOICEMAIL = "voicemail"
    SENT = "sent"  # a message left the person's own phone
    REACHED = "reached"  # they talked

    @property
    def evidence(self) -> str:
        """How far the customer was reached: "", attempted, answered or two_way."""
        return {"not_sent": "", "sent": "answered", "reached": "two_way"}.get(
            self.value, "attempted"
        )

    @property
    def stops_the_clock(self) -> bool:
        return self.evidence in {"answered", "two_way"}


class LeadIsClosed(Exception):
    """The lead was won or lost meanwhile; reopen it first."""

    def __init__(self, lead: Lead) -> None:
        super().__init__(f"lead {lead.pk} is {lead.state}")
        self.lead = lead


def attempt(
    lead: Lead,
    *,
    channel: str,
    outcome: Outcome,
    next_action: NextAction,
    by: Staff,
    at: datetime,
    began_at: datetime | None = None,
    message_id: int | None = None,
) -> Lead:
    """Record a call, or a message from the person's own phone, and what comes next.

    `began_at` is when the person tapped Call or Send: the customer's wait ends there, not when
    "how did it go?" was answered, and never before it began. A question that came after the tap
    waits on: its clock runs, and its next step stays in place of `next_action`.
    Raises LeadIsClosed.
    """
    with transaction.atomic():
        before, asked, acted_at, fields = _write(lead, outcome, next_action, began_at, at)
        lead.refresh_from_db()
        happened(
            "lead.answered" if outcome.stops_the_clock else "lead.attempted",
            lead,
            lead=lead,
            by=by,
            at=acted_at,
            channel=channel,
            outcome=outcome.value,
            evidence=outcome.evidence,
            first="answered_at" in fields,
            next=lead.next_kind,
            due=lead.next_due_at.isoformat() if lead.next_due_at else None,
            message=message_id,
            **_how_to_take_back(before, lead, fields, asked),
        )
    return lead


def _write(
    lead: Lead,
    outcome: Outcome,
    next_action: NextAction,
    began_at: datetime | None,
    at: datetime,
) -> tuple[Lead, Question, datetime, Fields]:
    """What stood before, the question that came since the tap, when it was acted, what changed.

    A question that comes between reading and writing makes it look again.
    """
    for _ in range(TRIES):
        before = Lead.objects.filter(pk=lead.pk).open().first()
        if before is None:
            raise LeadIsClosed(lead)
        asked = question_after(before, began_at) if began_at else NO_QUESTION
        acted_at = max(began_at or at, before.received_at)  # no answer before the question
        if not asked.began_the_wait:
            acted_at = max(acted_at, before.waiting_since or acted_at)
        fields = _fields(before, outcome, None if asked.is_there else next_action, acted_at)
        if outcome.stops_the_clock:
            fields |= _wait_of(before, asked, acted_at)
        still = Lead.objects.filter(_as_seen(before), pk=lead.pk)
        if still.update(**fields) if fields else still.exists():
            return before, asked, acted_at, fields
    raise ChangedMeanwhile(lead.pk)


def _as_seen(before: Lead) -> Q:
    """No inquiry joined, nobody answered or closed, since `before` was read."""
    seen = ("state", "waiting_since", "last_contact_at", "last_words", "rings")
    return matches({name: getattr(before, name) for name in seen})


def _fields(before: Lead, outcome: Outcome, following: NextAction | None, at: datetime) -> Fields:
    fields: Fields = following.as_fields() if following is not None else {}
    if outcome.evidence:
        fields["last_contact_at"] = max(at, before.last_contact_at or at)
    if outcome.stops_the_clock and before.answered_at is None:
        fields["answered_at"] = at
    return fields


def _wait_of(before: Lead, asked: Question, acted_at: datetime) -> Fields:
    """An answer ends the wait; a question that came since begins the next, or goes on waiting."""
    if asked.began_the_wait:
        return {}
    if asked.waits_from is not None:
        return {"waiting_since": max(asked.waits_from, acted_at), "rings": 0}
    return {"waiting_since": None, "reply_due_at": None, "rings": 0}


def _how_to_take_back(before: Lead, lead: Lead, fields: Fields, asked: Question) -> Fields:
    """Nothing, once an answer parted the wait in two: the second clock cannot unhappen."""
    if asked.waits_from is not None and "waiting_since" in fields:
        return {"asked_again": asked.channel}
    return {"asked_again": None, **states(before, lead, fields)}
