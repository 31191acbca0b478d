"""One change of a lead: written only if nothing came between, with what it was before.

The event keeps the old and new values of the fields, so that the act can be taken back. Text that
people typed is not among them: the timeline holds no personal text.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead
from forecourt.timeline.happened import happened

MOMENTS = frozenset(
    {"next_due_at", "waiting_since", "reply_due_at", "answered_at", "last_contact_at", "closed_at"}
)
KEPT = MOMENTS | {
    "state", "stage", "owner_id", "owner_reason", "covered_by_id", "next_kind", "next_promised",
    "rings", "lost_reason", "vehicle_id", "vehicle_reason", "vehicle_confidence",
}  # fmt: skip
TEXTS = frozenset({"next_text"})

Fields = dict[str, Any]


def change(
    lead: Lead,
    kind: str,
    fields: Fields,
    *,
    only: Q,
    by: Staff | None,
    at: datetime,
    **data: Any,
) -> bool:
    """Write `fields` if the stored row still meets `only`; returns whether it did.

    One event of `kind` with `before` and `after`, in the caller's transaction or its own.
    """
    with transaction.atomic():
        before = Lead.objects.filter(only, pk=lead.pk).first()
        if before is None:
            return False
        if not Lead.objects.filter(only, _unchanged(before, fields), pk=lead.pk).update(**fields):
            return False
        lead.refresh_from_db()
        happened(kind, lead, lead=lead, by=by, at=at, **states(before, lead, fields), **data)
    return True


def states(before: Lead, after: Lead, fields: Fields) -> dict[str, Fields]:
    """The values of the changed fields as plain JSON, without anything that people typed."""
    kept = sorted(
        name for name in fields if name in KEPT and getattr(before, name) != getattr(after, name)
    )
    return {
        "before": {name: _plain(getattr(before, name)) for name in kept},
        "after": {name: _plain(getattr(after, name)) for name in kept},
    }


def as_fields(plain: Fields) -> Fields:
    """Values of an event as the columns hold them."""
    return {
        name: datetime.fromisoformat(value) if name in MOMENTS and value else value
        for name, value in plain.items()
        if name in KEPT
    }


def matches(fields: Fields) -> Q:
    """The row still holds exactly these values."""
    met = Q()
    for name, value in fields.items():
        met &= Q((f"{name}__isnull", True)) if value is None else Q((name, value))
    return met


def _unchanged(before: Lead, fields: Fields) -> Q:
    return matches({name: getattr(before, name) for name in fields if name in KEPT})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
