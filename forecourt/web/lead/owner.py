"""Give a lead to a colleague, or take it."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forecourt.dealership.access import id_in, staff_for, staff_only
from forecourt.dealership.duty import roster_of
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.access import lead_for
from forecourt.leads.verbs.assign import CannotTakeLeads, GivenMeanwhile, assign
from forecourt.web.lead.answers import refused, settled, sheet


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def owner(request: StaffRequest, lead_id: int) -> HttpResponse:
    lead, at = lead_for(request.staff, lead_id), timezone.now()
    if request.method == "POST":
        to, seen = request.POST.get("to", ""), request.POST.get("seen", "")
        person = staff_for(request.staff, id_in(to))
        try:
            assign(
                lead,
                to=person,
                seen_owner_id=id_in(seen),
                by=request.staff,
                at=at,
            )
        except GivenMeanwhile as taken:
            return refused(request, lead, f"{_('Already given to')} · {taken.lead.owner.name}")
        except CannotTakeLeads:
            return refused(request, lead, _("This person takes no leads."))
        return settled(request, lead, f"{_('Given to')} · {person.name}")
    roster = roster_of(request.staff.dealership)
    people = [
        {"person": person, "is_away": roster.is_away(person.pk, at)}
        for person in roster.sellers
        if person.pk != lead.owner_id
    ]
    return sheet(request, "lead/_owner.html", _("Give to"), {"lead": lead, "people": people})
