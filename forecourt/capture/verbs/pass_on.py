"""One app of a provider may serve several lots: give each its part of a delivery."""

from collections.abc import Iterable

from forecourt.capture.models import Connection, Inbound
from forecourt.dealership.scope import all_dealerships


def pass_on(row: Inbound, receivers: Iterable[str]) -> str:
    """Store `row` once more for each connection that owns one of `receivers`.

    Returns a sentence naming the receivers that nobody owns, "" if all are known.
    """
    unknown = []
    with all_dealerships():
        for receiver in receivers:
            owner = Connection.objects.filter(
                channel=row.channel, settings__receiver=receiver, is_on=True
            ).first()
            if owner is None:
                unknown.append(receiver)
                continue
            Inbound.objects.bulk_create([_copy(row, owner, receiver)], ignore_conflicts=True)
    return f"Not connected here: {', '.join(unknown)}." if unknown else ""


def _copy(row: Inbound, owner: Connection, receiver: str) -> Inbound:
    return Inbound(
        dealership_id=owner.dealership_id,
        connection=owner,
        channel=row.channel,
        dedupe=f"{row.dedupe[:100]}#{receiver}"[:128],
        method=row.method,
        query=row.query,
        headers=row.headers,
        body=row.body,
        received_at=row.received_at,
        receiver=receiver[:120],
    )
