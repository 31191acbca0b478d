"""Nothing comes of it: why."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.models import LostReason
from forecourt.leads.verbs.attempt import LeadIsClosed
from forecourt.leads.verbs.lose import lose
from forecourt.web.lead.answers import refused, settled, sheet

SPAM = "spam"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def lost(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead, at = lead_for(request.staff, lead_id), timezone.now()
    why = request.POST.get("reason", "")
    if request.method == "POST" and (why in LostReason.values or why == SPAM):
        is_spam = why == SPAM
        reason = LostReason.NOT_SERIOUS if is_spam else LostReason(why)
        try:
            lose(lead, reason=reason, by=request.staff, at=at, is_spam=is_spam)
        except LeadIsClosed:
            return refused(request, lead, _("This lead is closed already."))
        return settled(request, lead, _("Closed."))
    context = {"lead": lead, "reasons": LostReason.choices, "spam": SPAM}
    return sheet(request, "lead/_lost.html", _("Why is it lost?"), context)
