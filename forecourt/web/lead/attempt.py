"""How did it go? After a call or a message from the person's own phone."""

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forecourt.conversations.verbs.tell import tell
from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.models import Lead
from forecourt.leads.steps import after_attempt
from forecourt.leads.verbs.attempt import LeadIsClosed, Outcome
from forecourt.leads.verbs.attempt import attempt as record
from forecourt.web.clock_words import clock_time
from forecourt.web.lead.answers import refused, settled, sheet
from forecourt.web.lead.once import once

KEPT_ON_A_PHONE = timedelta(hours=24)  # a form without signal is sent later
OUTCOMES = {one.value for one in Outcome}
CHANNELS = {"call": "call", "whatsapp": "whatsapp", "mail": "mail"}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def attempt(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead, at = lead_for(request.staff, lead_id), timezone.now()
    if request.method == "POST" and request.POST.get("outcome") in OUTCOMES:
        return _record(request, lead, at)
    way = request.GET.get("way", "call")
    context = {
        "lead": lead,
        "way": way,
        "is_call": CHANNELS.get(way, "call") == "call",
        "began": int(tapped_at(request, at).timestamp() * 1000),
    }
    title = _("How did it go?") if context["is_call"] else _("Sent?")
    return sheet(request, "lead/_attempt.html", title, context)


def _record(request: StaffRequest, lead: Lead, at: datetime) -> HttpResponse:
    outcome = Outcome(request.POST["outcome"])
    channel = CHANNELS.get(request.POST.get("way", ""), "call")
    began = began_at(request, at)
    comes_next = after_attempt(lead, outcome, dealership=request.staff.dealership, at=at)
    text = request.POST.get("text", "").strip()
    try:
        with once(request, at=at) as is_first:
            if is_first and outcome is Outcome.SENT and text:
                tell(
                    lead,
                    text,
                    channel=channel,
                    next_action=comes_next,
                    by=request.staff,
                    at=at,
                    began_at=began,
                )
            elif is_first:
                record(
                    lead,
                    channel=channel,
                    outcome=outcome,
                    next_action=comes_next,
                    by=request.staff,
                    at=at,
                    began_at=began,
                )
    except LeadIsClosed:
        return refused(request, lead, _("This lead is closed. Open it again first."))
    return settled(request, lead, told(lead, at))


def told(lead: Lead, at: datetime) -> str:
    """ "Saved. Call · Mon 10:00": what comes next, without a name."""
    step = lead.get_next_kind_display()
    return (
        f"{_('Saved.')} {step} · {clock_time(lead.next_due_at, at)}"
        if lead.next_due_at
        else _("Saved.")
    )


def tapped_at(request: StaffRequest, at: datetime) -> datetime:
    """When Call or Send was tapped, by our clock: the phone says how long ago, not when."""
    try:
        ago = timedelta(milliseconds=int(request.GET.get("ago", "0")))
    except (ValueError, OverflowError):
        return at
    return at - ago if timedelta(0) <= ago <= KEPT_ON_A_PHONE else at


def began_at(request: StaffRequest, at: datetime) -> datetime | None:
    """The moment that `tapped_at` put into the form, as far as it can be true."""
    try:
        began = datetime.fromtimestamp(int(request.POST.get("began", "")) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return began if at - KEPT_ON_A_PHONE <= began <= at else None
