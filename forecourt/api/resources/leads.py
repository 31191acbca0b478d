"""`leads`: the list and one lead."""

from typing import Annotated, Literal

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from forecourt.api.answers import answer, number_of
from forecourt.api.door import ApiRequest
from forecourt.api.fields import Id, Moment, Paged, Search, Word
from forecourt.api.paging import Order, page
from forecourt.api.problems import not_found
from forecourt.api.search import leads_of_customers_like
from forecourt.api.shapes.lead import LeadOut, LeadsOut, draw_leads, with_lead_facts
from forecourt.leads.models import Lead, LeadQuerySet

router = Router(tags=["leads"])

ORDERS = {
    "-received_at": Order("leads -received_at", "received_at", newest_first=True),
    "received_at": Order("leads received_at", "received_at"),
    "due_at": Order("leads due_at", "next_due_at"),
}


class LeadFilters(Paged):
    """Filters add up. `order=due_at` lists what has a due time: the open leads."""

    state: Literal["open", "won", "lost"] | None = None
    stage: Literal["new", "qualified", "visit", "offer", "deposit", "sold"] | None = None
    owner: Id | None = None
    source: Annotated[Word, Field(description="a channel or a provider")] | None = None
    vehicle: Id | None = None
    q: Annotated[Search, Field(description="name, mail, or the tail of a phone")] | None = None
    due_before: Moment | None = None
    order: Literal["-received_at", "received_at", "due_at"] = "-received_at"


@router.get("", response={200: LeadsOut}, summary="List leads")
def list_leads(request: ApiRequest, asked: Query[LeadFilters]) -> HttpResponse:
    return answer(
        page(
            with_lead_facts(_wanted(asked)),
            ORDERS[asked.order],
            request=request,
            cursor=asked.cursor,
            limit=asked.limit,
            draw=draw_leads,
        )
    )


@router.get("/{lead_id}", response={200: LeadOut}, summary="One lead")
def one_lead(request: ApiRequest, lead_id: str) -> HttpResponse:
    return answer(lead_as_json(lead_of(lead_id)))


def lead_of(lead_id: str) -> Lead:
    """A lead of the lot in scope, or 404."""
    number = number_of(lead_id)
    found: Lead | None = (
        with_lead_facts(Lead.objects.filter(pk=number)).first() if number is not None else None
    )
    if found is None:
        raise not_found()
    return found


def lead_exists(lead_id: str) -> int:
    """The number of a lead of the lot in scope, or 404."""
    number = number_of(lead_id)
    if number is None or not Lead.objects.filter(pk=number).exists():
        raise not_found()
    return number


def lead_as_json(lead: Lead) -> dict[str, object]:
    return draw_leads([lead])[0]


def _wanted(asked: LeadFilters) -> LeadQuerySet:
    leads: LeadQuerySet = Lead.objects.all()
    if asked.state is not None:
        leads = leads.filter(state=asked.state)
    if asked.stage is not None:
        leads = leads.filter(stage=asked.stage)
    if asked.owner is not None:
        leads = leads.filter(owner_id=number_of(asked.owner) or 0)
    if asked.vehicle is not None:
        leads = leads.filter(vehicle_id=number_of(asked.vehicle) or 0)
    if asked.source is not None:
        leads = leads.filter(Q(channel=asked.source) | Q(provider__iexact=asked.source))
    if asked.q is not None:
        leads = leads.filter(leads_of_customers_like(asked.q))
    if asked.due_before is not None:
        leads = leads.filter(state="open", next_due_at__lt=asked.due_before)
    if asked.order == "due_at":
        leads = leads.filter(state="open")
    return leads
