"""Deliveries that wait for a person."""

from dataclasses import dataclass

from forecourt.capture.models import Inbound, InboundState

WAITING = (InboundState.HELD, InboundState.UNROUTED)
MOST = 99


@dataclass(frozen=True, slots=True)
class HeldPage:
    rows: list[Inbound]
    next: str  # "" at the end


def held(*, after: str = "", size: int = 30) -> HeldPage:
    """Held and unrouted deliveries, newest first, without their bytes."""
    waiting = Inbound.objects.filter(state__in=WAITING).defer("body", "headers").order_by("-id")
    if after.isdecimal():
        waiting = waiting.filter(pk__lt=int(after))
    found = list(waiting[: size + 1])
    return HeldPage(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def held_count() -> int:
    """How many wait, counted up to MOST + 1."""
    return Inbound.objects.filter(state__in=WAITING).order_by()[: MOST + 1].count()
