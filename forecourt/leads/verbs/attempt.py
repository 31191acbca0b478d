"""Somebody tried to reach the customer. How it went decides whether the clock stops."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.leads.change import Fields, states
from forecourt.leads.models import Lead
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.timeline.happened import happened


class Outcome(StrEnum):
    """From the weakest evidence to the strongest. Only an answer by a person stops a clock."""

    NOT_SENT = "not_sent"  # opened the phone's app, sent nothing
    NO_ANSWER = "no_answer"  # rang, nobody came
    VOICEMAIL = "voicemail"
    SENT = "sent"  # a message left the person's own phone
    REACHED = "reached"  # they talked

    @property
    def evidence(self) -> str:
        """The stamp of S3: "", attempted, answered or two_way."""
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
    "how did it go?" was answered, and never before it began. Raises LeadIsClosed.
    """
    with transaction.atomic():
        before = Lead.objects.filter(pk=lead.pk).open().first()
        if before is None:
            raise LeadIsClosed(lead)
        acted_at = max(began_at or at, before.waiting_since or began_at or at)
        fields = _fields(before, outcome, next_action, acted_at)
        if not Lead.objects.filter(pk=lead.pk).open().update(**fields):
            raise LeadIsClosed(lead)
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
            next=next_action.kind,
            due=next_action.due_at.isoformat(),
            message=message_id,
            **states(before, lead, fields),
        )
    return lead


def _fields(before: Lead, outcome: Outcome, next_action: NextAction, at: datetime) -> Fields:
    fields: Fields = {
        "next_kind": next_action.kind,
        "next_text": next_action.text[:200],
        "next_due_at": next_action.due_at,
        "next_promised": next_action.promised,
    }
    if outcome.evidence:
        fields["last_contact_at"] = at
    if outcome.stops_the_clock:
        fields |= {"waiting_since": None, "reply_due_at": None, "rings": 0}
        if before.answered_at is None:
            fields["answered_at"] = at
    return fields
