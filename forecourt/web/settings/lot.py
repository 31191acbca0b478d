"""Name, country, money and language of the lot."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forecourt.dealership.access import owner_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.verbs.change_dealership import change_dealership
from forecourt.web.settings.forms import WholeLotForm, lot_facts


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def lot(request: StaffRequest) -> HttpResponse:
    dealership = request.staff.dealership
    form = WholeLotForm(request.POST or None, initial=lot_facts(dealership))
    if form.is_bound and form.is_valid():
        facts = form.cleaned_data
        if facts["country"] != dealership.country:
            facts["region"] = ""
        change_dealership(dealership, by=request.staff, at=timezone.now(), **facts)
        messages.info(request, _("Saved"))
        return redirect(request.path)
    context = {"form": form, "chapter": "lot"}
    return render(request, "settings/lot.html", context, status=422 if form.errors else 200)
