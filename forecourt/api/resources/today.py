"""`today`: what is to be done, in order, with the reasons."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from forecourt.api.answers import Json, answer, number_of
from forecourt.api.door import ApiRequest
from forecourt.api.fields import Id, Paged
from forecourt.api.paging import Order, page
from forecourt.api.shapes.lead import LeadOut, draw_leads, with_lead_facts
from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead, LeadQuerySet
from forecourt.leads.queries import on_my_list, urgency
from forecourt.leads.steps import end_of_day

router = Router(tags=["today"])

MOST_URGENT = Order("today next_due_at", "next_due_at")


class DutyOut(BaseModel):
    """`reasons`: late, waits_for_us, promised, rang, finance, trade_in, wish."""

    lead: LeadOut
    reasons: list[str]


class TodayOut(BaseModel):
    results: list[DutyOut]
    next: str | None


class TodayFilters(Paged):
    user: Annotated[Id, Field(description="a person's id; without it the whole lot's")] | None = (
        None
    )


@router.get("", response={200: TodayOut}, summary="What is to be done today")
def today(request: ApiRequest, asked: Query[TodayFilters]) -> HttpResponse:
    """By due time; within a quarter of an hour the readier buyer comes first."""
    leads = Lead.objects.open() if asked.user is None else _of_person(asked.user)
    return answer(
        page(
            with_lead_facts(leads.filter(next_due_at__lt=end_of_day(request.lot, request.at))),
            MOST_URGENT,
            request=request,
            cursor=asked.cursor,
            limit=asked.limit,
            draw=partial(_draw, request=request),
        )
    )


def _of_person(opaque: str) -> LeadQuerySet:
    person = Staff.of_lot.filter(pk=number_of(opaque) or 0).first()
    return on_my_list(person) if person is not None else Lead.objects.none()


def _draw(leads: Sequence[Lead], request: ApiRequest) -> list[Json]:
    ordered = sorted(leads, key=lambda lead: urgency(lead, request.at))
    return [
        {"lead": drawn, "reasons": _reasons(lead, request)}
        for lead, drawn in zip(ordered, draw_leads(ordered), strict=True)
    ]


def _reasons(lead: Lead, request: ApiRequest) -> list[str]:
    told = {
        "late": lead.is_late(request.at),
        "waits_for_us": lead.waits_for_us,
        "promised": lead.next_promised,
        "rang": lead.rings > 0,
        "finance": lead.wants_finance,
        "trade_in": lead.has_trade_in,
        "wish": bool(lead.wish),
    }
    return [reason for reason, holds in told.items() if holds]
