"""`POST leads`: an inquiry becomes a lead, or joins the one that is open."""

from django.http import HttpResponse

from forecourt.api.answers import Json, answer
from forecourt.api.asked import LeadIn, inquiry_of
from forecourt.api.door import ApiRequest
from forecourt.api.problems import Problem, unfit
from forecourt.api.resources.leads import router
from forecourt.api.shapes.lead import LeadOut, draw_lead, draw_leads, with_lead_facts
from forecourt.capture.verbs.capture import Captured, NoWayBack, capture
from forecourt.leads.models import Lead
from forecourt.routing.choose_owner import NobodyToAsk
from forecourt.sla.models import Clock, Trigger

NOBODY = "a name, a phone that can be dialled or a mail address is needed"


@router.post("", response={201: LeadOut, 200: LeadOut}, summary="Capture an inquiry")
def capture_lead(request: ApiRequest, body: LeadIn) -> HttpResponse:
    """201 with the new lead; 200 when it joined the customer's open lead or was there already."""
    try:
        captured = capture(
            inquiry_of(body, request.lot), dealership=request.lot, at=request.at, by=None
        )
    except NoWayBack:
        raise unfit("phone", NOBODY) from None
    except NobodyToAsk:
        raise Problem(409, "The lot has nobody who takes leads.") from None
    return answer(_as_json(captured), 201 if captured.outcome == "opened" else 200)


def _as_json(captured: Captured) -> Json:
    """The first lead of a new customer is all in memory; anything else is read again."""
    lead = captured.lead
    if captured.outcome == "opened" and captured.identities:
        return draw_lead(lead, list(captured.identities), _first_clock(lead))
    return draw_leads(list(with_lead_facts(Lead.objects.filter(pk=lead.pk))))[0]


def _first_clock(lead: Lead) -> list[Clock]:
    """The clock that capture started, as the lead itself tells it."""
    if lead.waiting_since is None or lead.reply_due_at is None:
        return []
    return [
        Clock(
            trigger=Trigger.FIRST_RESPONSE,
            started_at=lead.waiting_since,
            due_at=lead.reply_due_at,
        )
    ]
