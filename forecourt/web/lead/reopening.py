"""Open a closed lead again."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.steps import after_reopening
from forecourt.leads.verbs.lose import AnotherIsOpen, reopen
from forecourt.web.lead.answers import refused, settled
from forecourt.web.lead.attempt import told


@require_POST
@staff_only
def reopening(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead, at = lead_for(request.staff, lead_id), timezone.now()
    next_action = after_reopening(request.staff.dealership, at=at)
    try:
        reopen(lead, next_action=next_action, by=request.staff, at=at)
    except AnotherIsOpen:
        return refused(request, lead, _("This customer has a newer open lead."))
    return settled(request, lead, told(lead, at))
