"""The ways in with what came by each, and deliveries that wait for a person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from forecourt.capture.models import Connection, Inbound, InboundState
from forecourt.dealership.access import id_in

WAITING = (InboundState.HELD, InboundState.UNROUTED)
MOST = 99


@dataclass(frozen=True, slots=True)
class HeldPage:
    rows: list[Inbound]
    next: str  # "" at the end


def held(*, after: str = "", size: int = 30) -> HeldPage:
    """Held and unrouted deliveries, newest first, without their bytes."""
    waiting = Inbound.objects.filter(state__in=WAITING).defer("body", "headers").order_by("-id")
    if id_in(after):
        waiting = waiting.filter(pk__lt=id_in(after))
    found = list(waiting[: size + 1])
    return HeldPage(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def held_count() -> int:
    """How many wait, counted up to MOST + 1."""
    return Inbound.objects.filter(state__in=WAITING).order_by()[: MOST + 1].count()


@dataclass(frozen=True, slots=True)
class WayIn:
    connection: Connection
    delivered_at: datetime | None  # when its newest delivery came


def ways_in(*, only: int | None = None) -> list[WayIn]:
    """The connections in scope, or only the one with that id, each with its dealership.

    One statement for all, and for each one step into the index `inbound_by_channel`.
    """
    newest = Inbound.objects.filter(
        dealership=OuterRef("dealership"), channel=OuterRef("channel"), connection=OuterRef("pk")
    ).order_by("-id")
    connections = Connection.objects.filter(pk=only) if only else Connection.objects.all()
    found = (
        connections.annotate(delivered_at=Subquery(newest.values("received_at")[:1]))
        .select_related("dealership")
        .order_by("dealership", "id")
    )
    return [WayIn(one, one.delivered_at) for one in found]


def first_way_on(channel: str) -> Connection | None:
    """The oldest connection of a channel that is not switched off."""
    ways = Connection.objects.filter(channel=channel, is_on=True).order_by("id")
    oldest: Connection | None = ways.first()
    return oldest


def delivery_of(connection: Connection, dedupe: str) -> Inbound:
    """What was stored for a connection under this key of its duplicates."""
    found: Inbound = Inbound.objects.get(connection=connection, dedupe=dedupe)
    return found
