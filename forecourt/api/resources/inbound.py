"""`inbound`: deliveries as they came, and what waits for a person."""

from collections.abc import Sequence
from typing import Literal

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from forecourt.api.actor import owner_behind
from forecourt.api.answers import Json, answer, moment, number_of
from forecourt.api.door import ApiRequest
from forecourt.api.fields import Paged
from forecourt.api.paging import Order, page
from forecourt.api.problems import Problem, not_found
from forecourt.api.shapes.parts import Time
from forecourt.capture.models import Inbound, InboundState
from forecourt.capture.verbs.read_inbound import MOST_ATTEMPTS
from forecourt.capture.verbs.replay import dismiss, replay

router = Router(tags=["inbound"])

NEWEST = Order("inbound -id", newest_first=True)
State = Literal["received", "done", "held", "unrouted", "failed", "dismissed"]
GAVE_UP = Q(state=InboundState.HELD, attempts__gte=MOST_ATTEMPTS)
STATES: dict[str, Q] = {
    **{state: Q(state=state) for state in ("received", "done", "unrouted", "dismissed")},
    "held": Q(state=InboundState.HELD, attempts__lt=MOST_ATTEMPTS),
    "failed": GAVE_UP,
}


class InboundOut(BaseModel):
    """`held` waits for a person; `failed` is held because reading it failed again and again."""

    id: str
    channel: str
    state: State
    kind: str | None
    reason: str | None
    preview: str | None
    attempts: int
    received_at: Time
    finished_at: Time | None
    leads: list[str]


class InboundsOut(BaseModel):
    results: list[InboundOut]
    next: str | None


class InboundFilters(Paged):
    state: State | None = None


@router.get("", response={200: InboundsOut}, summary="List deliveries")
def list_inbound(request: ApiRequest, asked: Query[InboundFilters]) -> HttpResponse:
    """Newest first."""
    rows = Inbound.objects.defer("body", "headers")
    if asked.state is not None:
        rows = rows.filter(STATES[asked.state])
    return answer(
        page(rows, NEWEST, request=request, cursor=asked.cursor, limit=asked.limit, draw=_draw)
    )


@router.post("/{inbound_id}/replay", response={200: InboundOut}, summary="Read it once more")
def replay_one(request: ApiRequest, inbound_id: str) -> HttpResponse:
    """409 for a delivery that is being read or was read."""
    row = _row_of(inbound_id)
    if not replay(row, by=None, at=request.at):
        raise Problem(409, "It does not wait for anybody.")
    return answer(_draw_one(_row_of(inbound_id)))


@router.post("/{inbound_id}/dismiss", response={200: InboundOut}, summary="Put it aside")
def dismiss_one(request: ApiRequest, inbound_id: str) -> HttpResponse:
    """The bytes stay, and it can be replayed. 409 unless it is held, unrouted or failed."""
    row = _row_of(inbound_id)
    if not dismiss(row, by=owner_behind(request.lot), at=request.at):
        raise Problem(409, "It does not wait for anybody.")
    return answer(_draw_one(_row_of(inbound_id)))


def _row_of(inbound_id: str) -> Inbound:
    number = number_of(inbound_id)
    found: Inbound | None = (
        Inbound.objects.defer("body", "headers").filter(pk=number).first()
        if number is not None
        else None
    )
    if found is None:
        raise not_found()
    return found


def _draw(rows: Sequence[Inbound]) -> list[Json]:
    return [_draw_one(row) for row in rows]


def _draw_one(row: Inbound) -> Json:
    gave_up = row.state == InboundState.HELD and row.attempts >= MOST_ATTEMPTS
    return {
        "id": str(row.pk),
        "channel": row.channel,
        "state": "failed" if gave_up else str(row.state),
        "kind": row.held_kind or None,
        "reason": row.reason or None,
        "preview": row.preview or None,
        "attempts": row.attempts,
        "received_at": moment(row.received_at),
        "finished_at": moment(row.finished_at),
        "leads": [str(pk) for pk in row.lead_ids],
    }
