"""Later: when, and waiting for what."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.reasons import WAITING_FOR
from forecourt.leads.steps import moment_named, moments
from forecourt.leads.verbs.attempt import LeadIsClosed
from forecourt.leads.verbs.later import later as put_off
from forecourt.web.lead.answers import refused, settled, sheet
from forecourt.web.lead.attempt import told
from forecourt.web.lead.moments import own_moment


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def later(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead, at, lot = lead_for(request.staff, lead_id), timezone.now(), request.staff.dealership
    error = ""
    if request.method == "POST":
        until = own_moment(request.POST, lot, at) or moment_named(
            request.POST.get("when", ""), lot, at
        )
        waiting_for = request.POST.get("waiting_for", "")
        if until:
            try:
                put_off(
                    lead,
                    until=until,
                    waiting_for=waiting_for if waiting_for in WAITING_FOR else "",
                    by=request.staff,
                    at=at,
                )
            except LeadIsClosed:
                return refused(request, lead, _("This lead is closed. Open it again first."))
            return settled(request, lead, told(lead, at))
        error = _("Choose a time that is still to come.")
    context = {
        "lead": lead,
        "moments": moments(lot, at),
        "waiting_for": WAITING_FOR.items(),
        "error": error,
        "foot": _("Later"),
        "keeps_clock": lead.waits_for_us,
    }
    return sheet(request, "lead/_later.html", _("Later"), context, status=422 if error else 200)
