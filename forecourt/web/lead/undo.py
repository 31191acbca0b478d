"""Take the last act back."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.verbs.undo import TooLateToUndo
from forecourt.leads.verbs.undo import undo as take_back
from forecourt.web.lead.answers import refused, said


@require_POST
@staff_only
def undo(request: StaffRequest, lead_id: int, event_id: int) -> HttpResponse:
    lead = lead_for(request.staff, lead_id)
    try:
        take_back(lead, event_id=event_id, by=request.staff, at=timezone.now())
    except TooLateToUndo:
        return refused(request, lead, _("Something came after it. Nothing was changed."))
    return said(request, _("Undone"), to=f"/leads/{lead.pk}/")
