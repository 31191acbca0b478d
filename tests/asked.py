"""A lead, for tests that begin with one."""

from datetime import datetime
from typing import Any
from zlib import crc32

from forecourt.capture.inquiry import Car, Inquiry, Person, Source
from forecourt.capture.verbs.capture import capture
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead


def asked(
    lot: Dealership, name: str, *, at: datetime, stock_number: str = "", **facts: Any
) -> Lead:
    """A lead of somebody who wrote through the web form at `at`."""
    number = crc32(name.encode()) % 10_000
    known = Person(name=name, phones=(f"+4930555{number:04d}",), emails=(f"p{number}@example.com",))
    inquiry = Inquiry(
        kind=facts.pop("kind", "form"),
        source=facts.pop("source", Source("form")),
        provider_id=facts.pop("provider_id", f"id-{name}"),
        person=facts.pop("person", known),
        message=facts.pop("message", "Is it still available?"),
        vehicle=Car(stock_number=stock_number) if stock_number else None,
        acted_at=at,
        **facts,
    )
    with acting_for(lot):
        lead: Lead = capture(inquiry, dealership=lot, at=at).lead
    return lead
