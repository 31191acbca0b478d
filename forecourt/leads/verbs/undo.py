"""Take back the last act on a lead."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from forecourt.dealership.models import Staff
from forecourt.dealership.verbs.deactivate import stays
from forecourt.leads.change import TEXTS, Fields, as_fields, matches
from forecourt.leads.models import Lead, State
from forecourt.timeline.happened import happened
from forecourt.timeline.models import Event

UNDOABLE = frozenset(
    {
        "lead.answered", "lead.attempted", "lead.later", "lead.next_planned", "lead.assigned",
        "lead.covered", "lead.uncovered", "lead.lost", "lead.reopened", "lead.vehicle_confirmed",
        "lead.vehicle_changed",
    }
)  # fmt: skip


class TooLateToUndo(Exception):
    """Something came after it, or a day has passed, or it was taken back already."""


def undo(lead: Lead, *, event_id: int, by: Staff, at: datetime) -> Lead:
    """Give the fields that the act changed their values of before.

    Only the newest act of a lead can be taken back, while it is recent, and only while each field
    still holds what the act left there. No lead goes back to somebody who left, and none is closed
    again over a customer who wrote meanwhile. Free text of a next step does not come back; a
    message that was recorded stays in the thread. Raises TooLateToUndo.
    """
    act = _newest_act(lead, event_id, at=at)
    before, still = as_fields(act.data["before"]), _as_left_by(act)
    try:
        with transaction.atomic():
            if not _are_here(lead, before):
                raise TooLateToUndo(event_id)
            if not Lead.objects.filter(still, pk=lead.pk).update(**_without_texts(before)):
                raise TooLateToUndo(event_id)
            lead.refresh_from_db()
            happened(
                "lead.undone",
                lead,
                lead=lead,
                by=by,
                at=at,
                undid=act.kind,
                event=act.pk,
                acted_at=act.at.isoformat(),
            )
    except IntegrityError:
        raise TooLateToUndo(event_id) from None
    return lead


def _newest_act(lead: Lead, event_id: int, *, at: datetime) -> Event:
    """The act that is to be taken back. Raises TooLateToUndo, also when others came after it."""
    act: Event | None = Event.objects.filter(pk=event_id, lead_id=lead.pk).first()
    if act is None or not can_undo(act, at=at):
        raise TooLateToUndo(event_id)
    newer = Event.objects.filter(
        lead_id=lead.pk, pk__gt=act.pk, kind__in=[*UNDOABLE, "lead.undone"]
    )
    if newer.exists():
        raise TooLateToUndo(event_id)
    return act


def _as_left_by(act: Event) -> Q:
    """Each field holds what the act left there; nobody waits on a lead that closes again."""
    still = matches(as_fields(act.data["after"]))
    if act.data["before"].get("state", State.OPEN) != State.OPEN:
        still &= Q(waiting_since__isnull=True)
    return still


def _without_texts(before: Fields) -> Fields:
    """A next step comes back without what was typed for it: the timeline never held that."""
    if "next_kind" in before or "next_due_at" in before:
        return {**before, **dict.fromkeys(TEXTS, "")}
    return before


def _are_here(lead: Lead, before: Fields) -> bool:
    """Whether the owner, and who covered, still work here; a closed lead may have any owner."""
    if before.get("state", lead.state) != State.OPEN:
        return True
    people = {before.get("owner_id", lead.owner_id), before.get("covered_by_id")} - {None}
    return all(stays(one) for one in sorted(people))


def can_undo(act: Event, *, at: datetime) -> bool:
    """Whether the act is young enough and of a kind that can be taken back."""
    young = act.is_recent(at)
    return young and act.kind in UNDOABLE and bool(act.data.get("before"))
