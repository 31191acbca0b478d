"""Writing down what happened, and telling those who react to it.

A verb calls `happened(...)` inside its transaction. The row is written and the reactions run in
that same transaction, so either all of it is true or none. Inside `together()` the rows of several
happenings are written in one statement at the end.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from forecourt.dealership.rows import insert_all
from forecourt.timeline.models import Event


@dataclass(frozen=True, slots=True)
class Happening:
    """An event together with the objects it is about, for those who react to it."""

    kind: str
    subject: models.Model
    at: datetime
    lead: models.Model | None = None
    by: models.Model | None = None
    data: dict[str, Any] = field(default_factory=dict)


Reaction = Callable[[Happening], None]

_react: list[Reaction] = []
_pending: ContextVar[list[Happening] | None] = ContextVar("pending", default=None)


def when_anything_happens(react: Reaction) -> None:
    """Register the one dispatcher (forecourt.reactions)."""
    _react[:] = [react]


def happened(
    kind: str,
    subject: models.Model,
    *,
    at: datetime,
    lead: models.Model | None = None,
    by: models.Model | None = None,
    **data: Any,
) -> None:
    """Put one row on the timeline: ids and field names in `data`, no personal text."""
    happening = Happening(kind, subject, at, lead, by, data)
    pending = _pending.get()
    if pending is not None:
        pending.append(happening)
        return
    with transaction.atomic():
        _write([happening])


@contextmanager
def together() -> Iterator[None]:
    """Write all that happens inside in one statement. Must stand inside a transaction."""
    if _pending.get() is not None:
        yield
        return
    pending: list[Happening] = []
    token = _pending.set(pending)
    try:
        yield
    finally:
        _pending.reset(token)
    if pending:
        _write(pending)


def _write(happenings: list[Happening]) -> None:
    now = timezone.now()
    insert_all([_row(happening, now) for happening in happenings])
    for happening in happenings:
        for react in _react:
            react(happening)


def _row(happening: Happening, now: datetime) -> Event:
    return Event(
        dealership_id=happening.subject.dealership_id,  # type: ignore[attr-defined]
        kind=happening.kind,
        subject_type=happening.subject._meta.model_name or "",
        subject_id=happening.subject.pk,
        lead_id=happening.lead.pk if happening.lead else None,
        by_id=happening.by.pk if happening.by else None,
        at=happening.at,
        stored_at=now,
        data=happening.data,
    )
