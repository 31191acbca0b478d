"""Take back the lead that was just written down."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.verbs.undo_capture import NotToBeUndone, undo_capture


@require_POST
@staff_only
def create(request: StaffRequest, lead_id: int) -> HttpResponse:
    staff = request.staff
    try:
        undo_capture(lead_for(staff, lead_id), by=staff, at=timezone.now())
        words, tone = _("Undone"), "info"
    except NotToBeUndone:
        words, tone = _("Too late to undo: there is more on this lead by now."), "error"
    if request.htmx:
        answer = HttpResponse(status=204)
        trigger_client_event(answer, "toast", {"words": words, "tone": tone})
        return trigger_client_event(answer, "refresh", {})
    (messages.error if tone == "error" else messages.info)(request, words)
    return redirect("/")
