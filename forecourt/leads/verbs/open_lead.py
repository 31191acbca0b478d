"""Open a lead. Called by capture alone: no lead is born elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forecourt.customers.models import Customer
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.rows import insert
from forecourt.leads.models import Lead, NextKind
from forecourt.stock.models import Vehicle
from forecourt.timeline.happened import happened


@dataclass(frozen=True, slots=True)
class NextAction:
    kind: NextKind
    due_at: datetime
    text: str = ""
    promised: bool = False

    def as_fields(self) -> dict[str, Any]:
        """The columns of a lead that say what comes next."""
        return {
            "next_kind": self.kind,
            "next_text": Lead.fitting("next_text", self.text),
            "next_due_at": self.due_at,
            "next_promised": self.promised,
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """What the customer asked, as far as a lead keeps it."""

    channel: str
    at: datetime  # when the customer acted
    clock_from: datetime  # when their wait begins to count
    provider: str = ""
    campaign: str = ""
    words: str = ""
    interest: str = ""
    vehicle: Vehicle | None = None
    vehicle_reason: str = ""
    vehicle_confidence: int = 0
    has_trade_in: bool = False
    wants_finance: bool = False
    wish: str = ""
    rings: int = 0
    waits_for_us: bool = True
    check_fields: bool = False
    verified: bool = True
    others: tuple[int, ...] = field(default=())  # customers who may be the same person


def open_lead(  # noqa: PLR0913 - what a lead cannot be without
    customer: Customer,
    *,
    dealership: Dealership,
    asked: Asked,
    owner: Staff,
    owner_reason: str,
    next_action: NextAction,
    reply_due_at: datetime | None,
    by: Staff | None,
    at: datetime,
) -> Lead:
    """Give the inquiry an owner, a next action and a due time.

    Two inquiries of one customer may race: the constraint `one_open_lead_per_customer` refuses the
    second with IntegrityError, and capture then joins it to the first.
    """
    lead = Lead(
        dealership=dealership,
        customer=customer,
        owner=owner,
        owner_reason=owner_reason,
        reply_due_at=reply_due_at if asked.waits_for_us else None,
        stored_at=at,
        **next_action.as_fields(),
        **_as_fields(asked),
    )
    insert(lead)
    happened(
        "lead.opened",
        lead,
        lead=lead,
        by=by,
        at=asked.at,
        customer=customer.pk,
        owner=owner.pk,
        reason=owner_reason,
        channel=asked.channel,
        vehicle=asked.vehicle.pk if asked.vehicle else None,
        next=next_action.kind.value,
        due=next_action.due_at.isoformat(),
        others=list(asked.others),
    )
    return lead


def _as_fields(asked: Asked) -> dict[str, Any]:
    return {
        "vehicle": asked.vehicle,
        "vehicle_reason": asked.vehicle_reason,
        "vehicle_confidence": asked.vehicle_confidence,
        "interest": Lead.fitting("interest", asked.interest),
        "channel": asked.channel,
        "provider": Lead.fitting("provider", asked.provider),
        "campaign": Lead.fitting("campaign", asked.campaign),
        "received_at": asked.at,
        "waiting_since": asked.clock_from if asked.waits_for_us else None,
        "last_contact_at": asked.at,
        "last_words": Lead.fitting("last_words", asked.words),
        "rings": asked.rings,
        "has_trade_in": asked.has_trade_in,
        "wants_finance": asked.wants_finance,
        "wish": Lead.fitting("wish", asked.wish),
        "check_fields": asked.check_fields,
        "verified": asked.verified,
    }
