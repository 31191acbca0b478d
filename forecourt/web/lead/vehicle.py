"""Which car it is about: confirm what was read, or choose."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forecourt.dealership.access import id_in, staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.models import Lead
from forecourt.leads.queries import cars_named_on
from forecourt.leads.verbs.choose_vehicle import change_vehicle, confirm_vehicle
from forecourt.stock.access import vehicle_named
from forecourt.stock.models import Vehicle
from forecourt.stock.queries import newest_for_sale
from forecourt.web.lead.answers import refused, settled, sheet
from forecourt.web.today.rows import BANDS

MOST_CARS = 20


@require_POST
@staff_only
def confirm(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead, seen = lead_for(request.staff, lead_id), request.POST.get("seen", "")
    if not confirm_vehicle(
        lead,
        seen_vehicle_id=id_in(seen),
        by=request.staff,
        at=timezone.now(),
    ):
        return refused(request, lead, _("Another car was chosen meanwhile."))
    return settled(request, lead, _("Saved."))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def choose(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead = lead_for(request.staff, lead_id)
    if request.method == "POST":
        chosen = request.POST.get("vehicle", "")
        car = vehicle_named(request.staff, chosen)
        if car is None and chosen != "none":
            return refused(request, lead, _("This car is not in the stock any more."))
        change_vehicle(lead, car, by=request.staff, at=timezone.now())
        return settled(request, lead, _("Saved."))
    wanted = request.GET.get("q", "").strip()
    context = {
        "lead": lead,
        "q": wanted,
        "cars": _cars(lead, wanted),
        "band": BANDS.get(request.staff.dealership.country, ""),
    }
    return sheet(request, "lead/_vehicle_form.html", _("Which car?"), context)


def _cars(lead: Lead, wanted: str) -> list[Vehicle]:
    """Cars the customer also named first, then what fits the words."""
    named = [] if wanted else cars_named_on(lead)
    besides = [car.pk for car in named]
    return [*named, *newest_for_sale(wanted, besides=besides, at_most=MOST_CARS)]
