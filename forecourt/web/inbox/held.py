"""What to do with a delivery that waits: read it once more, or put it aside."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forecourt.capture.access import inbound_for
from forecourt.capture.verbs.replay import dismiss, replay
from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest


@require_POST
@staff_only
def replayed(request: StaffRequest, inbound_id: int) -> HttpResponse:
    row = inbound_for(request.staff, inbound_id)
    done = replay(row, by=request.staff, at=timezone.now())
    return _back(request, _("It is read again now.") if done else _("Somebody dealt with it."))


@require_POST
@staff_only
def dismissed(request: StaffRequest, inbound_id: int) -> HttpResponse:
    row = inbound_for(request.staff, inbound_id)
    if dismiss(row, by=request.staff, at=timezone.now()):
        return _back(request, _("Put aside."), undo=f"/inbox/held/{row.pk}/replay/")
    return _back(request, _("Somebody dealt with it."))


def _back(request: StaffRequest, words: str, *, undo: str = "") -> HttpResponse:
    messages.info(request, words, extra_tags=undo)
    return redirect("/inbox/?show=held")
