"""The list of what can be set, each with how it stands."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forecourt.dealership.access import signed_in
from forecourt.dealership.calendar import calendar_of
from forecourt.dealership.duty import roster_of
from forecourt.dealership.middleware import StaffRequest
from forecourt.web.settings.replies import minutes_in_force


@require_safe
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    if not request.staff.is_owner:
        return redirect("/settings/account/")
    lot = request.staff.dealership
    context = {
        "lot": lot,
        "windows": calendar_of(lot).windows_on(timezone.localdate()),
        "sellers": len(roster_of(lot).sellers),
        "minutes": minutes_in_force(lot)[""],
        "chapter": "",
    }
    return render(request, "settings/index.html", context)
