"""The only door to what came in."""

from django.http import Http404

from forecourt.capture.models import Inbound
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
