"""What comes next, and by when."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.models import NextKind
from forecourt.leads.reasons import NEXT_TEXTS
from forecourt.leads.steps import moment_named, moments
from forecourt.leads.verbs.attempt import LeadIsClosed
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.leads.verbs.plan_next import plan_next
from forecourt.web.lead.answers import refused, settled, sheet
from forecourt.web.lead.attempt import told
from forecourt.web.lead.moments import own_moment


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def next_step(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead, at, lot = lead_for(request.staff, lead_id), timezone.now(), request.staff.dealership
    error = ""
    if request.method == "POST":
        given = request.POST
        due = own_moment(given, lot, at) or moment_named(given.get("when", ""), lot, at)
        if given.get("when") == "same":
            due = due or lead.next_due_at
        if due and given.get("kind") in NextKind.values:
            step = NextAction(
                NextKind(given["kind"]), due, given.get("text", "").strip(), "promised" in given
            )
            try:
                plan_next(lead, step, by=request.staff, at=at)
            except LeadIsClosed:
                return refused(request, lead, _("This lead is closed. Open it again first."))
            return settled(request, lead, told(lead, at))
        error = _("Choose a time that is still to come.")
    context = {
        "lead": lead,
        "kinds": NextKind.choices,
        "moments": moments(lot, at),
        "error": error,
        "foot": _("Save"),
        "text": "" if lead.next_text in NEXT_TEXTS else lead.next_text,
    }
    return sheet(
        request, "lead/_next_step_form.html", _("Next step"), context, status=422 if error else 200
    )
