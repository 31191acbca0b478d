"""`leads/{id}/timeline`: what happened on a lead and what was said, as one row after another."""

import heapq
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query
from pydantic import BaseModel

from forecourt.api.answers import Json, answer, moment
from forecourt.api.door import ApiRequest
from forecourt.api.fields import Paged
from forecourt.api.paging import next_url, read_cursor
from forecourt.api.resources.leads import lead_exists, router
from forecourt.api.shapes.parts import PersonOut, Time, draw_person
from forecourt.conversations.models import Message
from forecourt.timeline.models import Event

NAME = "timeline"
EVENT, MESSAGE = 0, 1  # at the same moment events come first
Key = tuple[datetime, int, int]


class SaidOut(BaseModel):
    """A message, call, form or note. `direction` is in, out or note."""

    direction: str
    channel: str
    kind: str
    subject: str | None
    body: str | None
    call_outcome: str | None


class TimelineRowOut(BaseModel):
    """`kind` names an event ("lead.opened"), or is "message" and `message` says it."""

    id: str
    kind: str
    at: Time
    stored_at: Time
    by: PersonOut | None
    data: dict[str, Any]
    message: SaidOut | None


class TimelineOut(BaseModel):
    results: list[TimelineRowOut]
    next: str | None


@router.get("/{lead_id}/timeline", response={200: TimelineOut}, summary="What happened on a lead")
def timeline(request: ApiRequest, lead_id: str, asked: Query[Paged]) -> HttpResponse:
    """Oldest first."""
    number = lead_exists(lead_id)
    after = _read(asked.cursor, number) if asked.cursor is not None else None
    rows = list(islice(_merged(number, after, asked.limit + 1), asked.limit + 1))
    shown = rows[: asked.limit]
    more = len(rows) > asked.limit
    return answer(
        {
            "results": [drawn for _, drawn in shown],
            "next": next_url(request, f"{NAME} {number}", _plain(shown[-1][0])) if more else None,
        }
    )


def _merged(lead: int, after: Key | None, at_most: int) -> Iterable[tuple[Key, Json]]:
    events = Event.objects.filter(_behind(after, EVENT), lead_id=lead).select_related("by")
    said = Message.objects.filter(_behind(after, MESSAGE), lead=lead).select_related("by")
    return heapq.merge(
        [((row.at, EVENT, row.pk), _event(row)) for row in events.order_by("at", "id")[:at_most]],
        [((row.at, MESSAGE, row.pk), _said(row)) for row in said.order_by("at", "id")[:at_most]],
        key=lambda pair: pair[0],
    )


def _behind(after: Key | None, rank: int) -> Q:
    if after is None:
        return Q()
    at, last_rank, pk = after
    if rank != last_rank:
        return Q(at__gt=at) if rank < last_rank else Q(at__gte=at)
    return Q(at__gt=at) | Q(at=at, pk__gt=pk)


def _read(cursor: str, lead: int) -> Key:
    at, rank, pk = read_cursor(cursor, f"{NAME} {lead}")
    return datetime.fromisoformat(at), rank, pk


def _plain(key: Key) -> list[Any]:
    return [key[0].isoformat(), key[1], key[2]]


def _event(row: Event) -> Json:
    return {
        "id": f"e{row.pk}",
        "kind": row.kind,
        "at": moment(row.at),
        "stored_at": moment(row.stored_at),
        "by": draw_person(row.by),
        "data": row.data,
        "message": None,
    }


def _said(row: Message) -> Json:
    return {
        "id": f"m{row.pk}",
        "kind": "message",
        "at": moment(row.at),
        "stored_at": moment(row.stored_at),
        "by": draw_person(row.by),
        "data": {},
        "message": {
            "direction": str(row.direction),
            "channel": row.channel,
            "kind": row.kind,
            "subject": row.subject or None,
            "body": row.body or None,
            "call_outcome": row.call_outcome or None,
        },
    }
