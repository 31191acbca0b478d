"""`clocks`: who must be answered by when."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Literal

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from forecourt.api.answers import Json, answer
from forecourt.api.door import ApiRequest
from forecourt.api.fields import Paged
from forecourt.api.paging import Order, page
from forecourt.api.shapes.lead import LeadClockOut, draw_lead_clock
from forecourt.sla.models import Clock

router = Router(tags=["clocks"])

BY_DUE = Order("clocks due_at", "due_at")
State = Literal["running", "warned", "breached", "met", "paused", "void"]
RUNNING = Q(result=Clock.Result.RUNNING)


class ClockOut(LeadClockOut):
    """A running clock past its due time is breached, whether or not anybody noticed yet."""

    id: str
    lead: str
    state: State
    minutes: int


class ClocksOut(BaseModel):
    results: list[ClockOut]
    next: str | None


class ClockFilters(Paged):
    state: State | None = None


@router.get("", response={200: ClocksOut}, summary="List clocks")
def list_clocks(request: ApiRequest, asked: Query[ClockFilters]) -> HttpResponse:
    """The one that is due first comes first. No clock pauses yet."""
    clocks = Clock.objects.all()
    if asked.state is not None:
        clocks = clocks.filter(_in_state(asked.state, request.at))
    return answer(
        page(
            clocks,
            BY_DUE,
            request=request,
            cursor=asked.cursor,
            limit=asked.limit,
            draw=partial(_draw, at=request.at),
        )
    )


def _in_state(state: str, at: datetime) -> Q:
    if state == "breached":
        return Q(result=Clock.Result.BREACHED) | RUNNING & Q(due_at__lt=at)
    if state in {"running", "warned"}:
        return RUNNING & Q(due_at__gte=at, warned_at__isnull=state == "running")
    if state in {"met", "void"}:
        return Q(result=state)
    return Q(pk__in=[])


def _draw(clocks: Sequence[Clock], at: datetime) -> list[Json]:
    return [
        {
            "id": str(clock.pk),
            "lead": str(clock.lead_id),
            "state": _state_of(clock, at),
            "minutes": clock.minutes,
            **draw_lead_clock(clock),
        }
        for clock in clocks
    ]


def _state_of(clock: Clock, at: datetime) -> str:
    if clock.result != Clock.Result.RUNNING:
        return str(clock.result)
    if clock.due_at < at:
        return "breached"
    return "warned" if clock.warned_at else "running"
