"""`POST leads`: an inquiry becomes a lead, or joins the one that is open."""

from django.http import HttpResponse

from forecourt.api.answers import answer
from forecourt.api.asked import LeadIn, inquiry_of
from forecourt.api.door import ApiRequest
from forecourt.api.problems import Problem, unfit
from forecourt.api.resources.leads import router
from forecourt.api.shapes.lead import LeadOut, draw_lead, draw_leads, with_lead_facts
from forecourt.capture.verbs.capture import Captured, NoWayBack, capture
from forecourt.customers.models import Identity
from forecourt.leads.models import Lead
from forecourt.routing.choose_owner import NobodyToAsk
from forecourt.sla.models import Clock

NOBODY = "a name, a phone that can be dialled or a mail address is needed"


@router.post("", response={201: LeadOut, 200: LeadOut}, summary="Capture an inquiry")
def capture_lead(request: ApiRequest, body: LeadIn) -> HttpResponse:
    """201 with the new lead; 200 when it joined the customer's open lead or was there already."""
    try:
        captured = capture(
            inquiry_of(body, request.lot), dealership=request.lot, at=request.at, by=None
        )
    except NoWayBack:
        raise unfit(
            "phone", "a name, a phone that can be dialled or a mail address is needed"
        ) from None
    except NobodyToAsk:
        raise Problem(409, "The lot has nobody who takes leads.") from None
    return answer(_as_json(captured), 201 if captured.outcome == "opened" else 200)


def _as_json(captured: Captured) -> dict[str, object]:
    if captured.outcome != "opened":
        return draw_leads(with_lead_facts(Lead.objects.filter(pk=captured.lead.pk)))[0]
    lead = captured.lead
    identities = list(Identity.objects.filter(customer=lead.customer_id).order_by("id"))
    clocks = list(Clock.objects.filter(lead=lead.pk).order_by("id"))
    return draw_lead(lead, identities, clocks)
