"""Store deliveries before anybody reads them."""

from collections.abc import Sequence

from django.db import transaction

from forecourt.capture.envelope import Envelope
from forecourt.capture.models import Connection, Inbound
from forecourt.dealership.rows import insert_what_is_new

KEPT_HEADERS = {
    "content-type", "user-agent", "date", "message-id", "x-request-id", "content-language",
    "origin", "x-twilio-idempotency-token", "i-twilio-idempotency-token",
}  # fmt: skip
LONGEST_HEADER = 500


def row_of(connection: Connection, envelope: Envelope, dedupe: str, receiver: str = "") -> Inbound:
    """The row that a delivery becomes. Proofs and cookies are not kept."""
    headers = {
        name: value.replace("\x00", "").encode("utf-8", "replace").decode()[:LONGEST_HEADER]
        for name, value in envelope.headers.items()
        if name in KEPT_HEADERS
    }
    return Inbound(
        dealership_id=connection.dealership_id,
        connection=connection,
        channel=connection.channel,
        dedupe=dedupe[:128],
        method=envelope.method[:8],
        query=envelope.query.replace("\x00", "").encode("utf-8", "replace").decode()[:2000],
        headers=headers,
        body=envelope.body,
        received_at=envelope.received_at,
        receiver=receiver[:120],
    )


def store(rows: Sequence[Inbound]) -> None:
    """Commit the rows, together; one that is stored already changes nothing.

    Returns only after the commit is durable. Raises DatabaseError when nothing was stored.
    """
    with transaction.atomic():
        insert_what_is_new(rows)
