"""Who this number belongs to, while it is being typed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forecourt.customers.queries import customer_of_phone
from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.models import Lead
from forecourt.leads.queries import newest_of_customer


@require_safe
@staff_only
def known(request: StaffRequest) -> HttpResponse:
    """Name, car and since when, linked to the newest lead; empty for a number nobody has."""
    raw = request.GET.get("phone", "")[:40]
    lead = newest_lead_of(raw, region=request.staff.dealership.country)
    return render(request, "new/_known.html", {"lead": lead})


def newest_lead_of(raw: str, *, region: str) -> Lead | None:
    """The newest lead of the one customer whose number this is, or ends with these digits."""
    customer = customer_of_phone(raw, region)
    return newest_of_customer(customer) if customer is not None else None
