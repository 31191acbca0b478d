"""What came in, as it stood on the wire; shown as text only."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forecourt.capture.access import inbound_for
from forecourt.capture.models import Inbound, InboundState
from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.web.inbox.held_words import STATES, held_facts

MOST_SHOWN = 64 * 1024  # bytes


@require_safe
@staff_only
def show(request: StaffRequest, inbound_id: int) -> HttpResponse:
    row = inbound_for(request.staff, inbound_id)
    facts = held_facts(row)
    context = {
        "place": "inbox",
        "row": row,
        "facts": facts,
        "log": _log(row.reason, facts.reason),
        "state": STATES[InboundState(row.state)],
        "waits": row.state in {"held", "unrouted"},
        "size": len(row.body),
        "headers": [(name.title(), value) for name, value in sorted(row.headers.items())],
        "text": as_text(row)[:MOST_SHOWN],
        "is_long": len(row.body) > MOST_SHOWN,
        "back": f"/leads/{row.lead_ids[0]}/" if row.lead_ids else "/inbox/?show=held",
    }
    return render(request, "inbox/original.html", context)


@require_safe
@staff_only
def download(request: StaffRequest, inbound_id: int) -> HttpResponse:
    """The same bytes as a text file; a browser never runs them."""
    row = inbound_for(request.staff, inbound_id)
    response = HttpResponse(bytes(row.body), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="inquiry-{row.pk}.txt"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


def as_text(row: Inbound) -> str:
    """Readable signs only; what is no text shows as a replacement sign."""
    text = bytes(row.body[:MOST_SHOWN]).decode("utf-8", "replace")
    return "".join(
        sign if sign.isprintable() or sign in "\n\t" else "\ufffd"
        for sign in text.replace("\r\n", "\n")
    )


def _log(written: str, plain: str) -> str:
    """What the reader wrote down, for who knows its language; else the plain reason is enough."""
    return written if get_language() == "en" and written != plain else ""
