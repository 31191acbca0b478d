"""A lead in JSON."""

from collections.abc import Sequence
from typing import Any, Literal

from django.conf import settings
from django.db.models import Prefetch
from pydantic import BaseModel

from forecourt.api.answers import Json, moment
from forecourt.api.shapes.parts import (
    CustomerOut,
    PersonOut,
    ShortVehicleOut,
    Time,
    draw_customer,
    draw_person,
    draw_short_vehicle,
)
from forecourt.customers.models import Identity
from forecourt.leads.models import Lead, LeadQuerySet
from forecourt.leads.reasons import next_text_in_words
from forecourt.sla.models import Clock


class SourceOut(BaseModel):
    channel: str
    provider: str | None
    campaign: str | None


class NextActionOut(BaseModel):
    kind: str
    text: str | None
    due_at: Time
    promised: bool


class BlockerOut(BaseModel):
    kind: str
    text: str
    since: Time


class IntentOut(BaseModel):
    kind: str
    value: str | None
    confirmed: bool


class LeadClockOut(BaseModel):
    rule: str
    started_at: Time
    due_at: Time
    stopped_at: Time | None
    result: str
    evidence: str | None


class LeadOut(BaseModel):
    id: str
    state: Literal["open", "won", "lost"]
    parked: bool
    stage: Literal["new", "qualified", "visit", "offer", "deposit", "sold"]
    customer: CustomerOut
    vehicle: ShortVehicleOut | None
    interest: str | None
    source: SourceOut
    received_at: Time
    stored_at: Time
    owner: PersonOut
    covered_by: PersonOut | None
    next_action: NextActionOut | None
    waiting_for: str | None
    blockers: list[BlockerOut]
    intents: list[IntentOut]
    clocks: list[LeadClockOut]
    last_contact: Time | None
    url: str


class LeadsOut(BaseModel):
    results: list[LeadOut]
    next: str | None


def with_lead_facts(leads: Any) -> LeadQuerySet:
    """What a lead in JSON shows, in three statements for any number of leads."""
    rows: LeadQuerySet = leads.select_related(
        "customer", "vehicle", "owner", "covered_by"
    ).prefetch_related(
        Prefetch("customer__identities", Identity.objects.order_by("id")),
        Prefetch("clocks", Clock.objects.order_by("id")),
    )
    return rows


def draw_leads(leads: Sequence[Lead]) -> list[Json]:
    """Leads that were read `with_lead_facts`."""
    return [
        draw_lead(lead, list(lead.customer.identities.all()), list(lead.clocks.all()))
        for lead in leads
    ]


def draw_lead(lead: Lead, identities: list[Identity], clocks: list[Clock]) -> Json:
    return {
        "id": str(lead.pk),
        "state": str(lead.state),
        "parked": False,
        "stage": str(lead.stage),
        "customer": draw_customer(lead.customer, identities),
        "vehicle": draw_short_vehicle(lead.vehicle),
        "interest": lead.interest or None,
        "source": {
            "channel": lead.channel,
            "provider": lead.provider or None,
            "campaign": lead.campaign or None,
        },
        "received_at": moment(lead.received_at),
        "stored_at": moment(lead.stored_at),
        "owner": draw_person(lead.owner),
        "covered_by": draw_person(lead.covered_by),
        "next_action": _next_action(lead),
        "waiting_for": None,
        "blockers": [],
        "intents": [],
        "clocks": [draw_lead_clock(clock) for clock in clocks],
        "last_contact": moment(lead.last_contact_at),
        "url": f"{settings.PUBLIC_URL}/leads/{lead.pk}/",
    }


def draw_lead_clock(clock: Clock) -> Json:
    return {
        "rule": str(clock.trigger),
        "started_at": moment(clock.started_at),
        "due_at": moment(clock.due_at),
        "stopped_at": moment(clock.stopped_at),
        "result": str(clock.result),
        "evidence": clock.evidence or None,
    }


def _next_action(lead: Lead) -> Json | None:
    if lead.next_due_at is None:
        return None
    return {
        "kind": str(lead.next_kind),
        "text": next_text_in_words(lead.next_text) or None,
        "due_at": moment(lead.next_due_at),
        "promised": lead.next_promised,
    }
