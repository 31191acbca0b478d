"""Put what a customer said into their thread."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from forecourt.conversations.models import Direction, Message, ProviderKey
from forecourt.customers.models import Customer
from forecourt.dealership.models import Dealership
from forecourt.dealership.rows import insert
from forecourt.leads.models import Lead


def receive(  # noqa: PLR0913 - a message has this many columns
    *,
    dealership: Dealership,
    customer: Customer,
    lead: Lead | None,
    channel: str,
    kind: str,
    body: str,
    at: datetime,
    stored_at: datetime,
    provider_id: str = "",
    other_ids: Iterable[str] = (),
    subject: str = "",
    call_outcome: str = "",
    facts: dict[str, Any] | None = None,
    inbound_id: int | None = None,
) -> Message:
    """Store one inbound message. Raises IntegrityError if its provider id is known already."""
    message = Message(
        dealership=dealership,
        customer=customer,
        lead=lead,
        direction=Direction.IN,
        channel=channel,
        kind=kind,
        subject=subject[:240],
        body=body,
        provider_id=provider_id[:255],
        at=at,
        stored_at=stored_at,
        call_outcome=call_outcome,
        facts=facts or {},
        inbound_id=inbound_id,
    )
    insert(message)
    keys = [key for key in dict.fromkeys(other_ids) if key and key != provider_id]
    if keys:
        ProviderKey.objects.bulk_create(
            ProviderKey(dealership=dealership, channel=channel, key=key[:255], message=message)
            for key in keys
        )
    return message
