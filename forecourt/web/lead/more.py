"""Everything else that can be done with a lead."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.verbs.cover import can_cover
from forecourt.web.lead.answers import sheet


@require_safe
@staff_only
def show(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead = lead_for(request.staff, lead_id)
    context = {
        "lead": lead,
        "can_cover": can_cover(lead, request.staff),
    }
    return sheet(request, "lead/_more.html", _("This lead"), context)
