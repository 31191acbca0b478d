"""A note for the team."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forecourt.conversations.verbs.note import note as write_down
from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.web.lead.answers import said, sheet
from forecourt.web.lead.once import once


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def note(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead, at = lead_for(request.staff, lead_id), timezone.now()
    text, error = request.POST.get("text", "").strip(), ""
    if request.method == "POST":
        if text:
            with once(request, at=at) as is_first:
                if is_first:
                    write_down(lead, text, by=request.staff, at=at)
            return said(request, _("Noted."), to=f"/leads/{lead.pk}/")
        error = _("Write the note first.")
    return sheet(
        request,
        "lead/_note.html",
        _("Note"),
        {"lead": lead, "error": error, "foot": _("Save")},
        status=422 if error else 200,
    )
