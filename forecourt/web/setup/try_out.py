"""A test lead by the same way as a real one: the door's own store, then the worker."""

import json
import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forecourt.capture.access import inbound_for
from forecourt.capture.envelope import Envelope
from forecourt.capture.models import Inbound, InboundState
from forecourt.capture.queries import delivery_of, first_way_on
from forecourt.capture.verbs.connect import connect
from forecourt.capture.verbs.store import row_of, store
from forecourt.channels.registry import receiver
from forecourt.dealership.access import owner_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import Dealership, Staff
from forecourt.web.inbox.reason_words import reason_in_words


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def test_lead(request: StaffRequest) -> HttpResponse:
    if request.method == "POST":
        row = send_test_lead(request.staff.dealership, by=request.staff)
        return redirect(f"/setup/test/{row.pk}/")
    return render(request, "setup/test.html", {"inbound": None})


@require_safe
@owner_only
def arrival(request: StaffRequest, inbound_id: int) -> HttpResponse:
    """What became of it; asked again every second until the worker has read it."""
    inbound = inbound_for(request.staff, inbound_id)
    context = {
        "inbound": inbound,
        "reason": reason_in_words(inbound.reason),
        "is_here": inbound.state == InboundState.DONE,
        "waits": inbound.state == InboundState.RECEIVED,
        "lead_id": inbound.lead_ids[0] if inbound.lead_ids else None,
    }
    return render(request, "setup/_arrival.html" if request.htmx else "setup/test.html", context)


def send_test_lead(lot: Dealership, *, by: Staff) -> Inbound:
    """Store a delivery on the lot's form connection, as if its website had sent it."""
    at = timezone.now()
    connection = first_way_on("form") or connect(lot, "form", at=at, by=by)
    told = {
        "id": f"test-{uuid.uuid4()}",
        "name": _("Test lead"),
        "email": "test@example.com",
        "message": _("Is the car still there? This is a test."),
        "language": by.speaks,
        "elapsed_ms": 20_000,
    }
    envelope = Envelope(
        channel="form",
        body=json.dumps(told).encode(),
        received_at=at,
        headers={"content-type": "application/json"},
    )
    dedupe = receiver("form").dedupe(envelope)
    store([row_of(connection, envelope, dedupe)])
    return delivery_of(connection, dedupe)
