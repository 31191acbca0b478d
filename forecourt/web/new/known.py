"""Who this number belongs to, while it is being typed."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forecourt.customers.models import Identity
from forecourt.customers.phones import normalise_phone
from forecourt.dealership.access import staff_only
from forecourt.leads.models import Lead

SHORTEST_TAIL = 7


@require_safe
@staff_only
def known(request: HttpRequest) -> HttpResponse:
    """Name, car and since when, linked to the newest lead; empty for a number nobody has."""
    raw = request.GET.get("phone", "")[:40]
    lead = newest_lead_of(raw, region=request.staff.dealership.country)  # type: ignore[attr-defined]
    return render(request, "new/_known.html", {"lead": lead})


def newest_lead_of(raw: str, *, region: str) -> Lead | None:
    """The newest lead of the one customer whose number this is, or ends with these digits."""
    digits = "".join(sign for sign in raw if sign.isdigit()).lstrip("0")
    if len(digits) < SHORTEST_TAIL:
        return None
    tail = digits[::-1]
    wanted = Q(reversed_value__gte=tail, reversed_value__lt=f"{tail}:")
    exact = normalise_phone(raw, region)
    if exact:
        wanted |= Q(value=exact)
    found = Identity.objects.filter(wanted, kind=Identity.Kind.PHONE)
    customers = set(found.values_list("customer_id", flat=True)[:3])
    if len(customers) != 1:
        return None
    leads = Lead.objects.filter(customer_id=customers.pop()).select_related("customer", "vehicle")
    newest: Lead | None = leads.order_by("-id").first()
    return newest
