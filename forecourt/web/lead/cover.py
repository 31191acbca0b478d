"""Answer for a colleague, and give it back."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.verbs.cover import CoveredAlready, uncover
from forecourt.leads.verbs.cover import cover as answer_for
from forecourt.web.lead.answers import refused, settled


@require_POST
@staff_only
def cover(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead, at = lead_for(request.staff, lead_id), timezone.now()
    if request.POST.get("end"):
        uncover(lead, by=request.staff, at=at)
        return settled(request, lead, f"{_('Given back to')} · {lead.owner.name}")
    try:
        answer_for(lead, by=request.staff, at=at)
    except CoveredAlready as taken:
        who = taken.lead.covered_by or taken.lead.owner
        return refused(request, lead, f"{_('Covered already')} · {who.name}")
    return settled(request, lead, f"{_('You answer for')} · {lead.owner.name}")
