"""The doors to what came in and by which way."""

from django.http import Http404

from forecourt.capture.models import Connection, Inbound
from forecourt.dealership.models import Staff


def inbound_for(staff: Staff, inbound_id: int) -> Inbound:
    """A delivery of the person's lot, or 404."""
    found: Inbound | None = (
        Inbound.objects.filter(pk=inbound_id, dealership=staff.dealership_id)
        .select_related("connection")
        .first()
    )
    if found is None:
        raise Http404
    return found


def way_in_for(staff: Staff, connection_id: int, *, channel: str) -> Connection:
    """A connection of the person's lot on this channel, or 404."""
    found: Connection | None = Connection.objects.filter(
        pk=connection_id, dealership=staff.dealership_id, channel=channel
    ).first()
    if found is None:
        raise Http404
    return found
