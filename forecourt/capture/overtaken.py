"""A question that came late: a later one, or an answer, reached us before it.

Providers send again what was not accepted, and several workers read at once.
"""

from dataclasses import dataclass
from datetime import datetime

from forecourt.conversations.queries import first_said_after
from forecourt.leads.models import Lead
from forecourt.leads.verbs.open_lead import Asked
from forecourt.timeline.models import Event


@dataclass(frozen=True, slots=True)
class Answered:
    channel: str
    evidence: str
    at: datetime


def was_overtaken(lead: Lead, asked: Asked) -> bool:
    """Whether the customer waits since `asked`, though `lead` knows a later question only."""
    since = lead.waiting_since
    if since is None or not asked.waits_for_us or asked.clock_from >= since:
        return False
    answered = answered_after(lead, asked.at)
    return answered is None or answered.at >= since


def answered_after(lead: Lead, moment: datetime) -> Answered | None:
    """The first answer to the customer at `moment` or later: a message of ours, or a talk."""
    said = first_said_after(lead.customer_id, moment)
    told = [Answered(said.channel, "answered", said.at)] if said else []
    if lead.answered_at is not None:
        told += [one for one in _talks(lead) if one.at >= moment]
    return min(told, key=lambda one: one.at, default=None)


def _talks(lead: Lead) -> list[Answered]:
    """Every answer on the timeline that was not taken back."""
    events = Event.objects.filter(lead_id=lead.pk, kind__in=["lead.answered", "lead.undone"])
    known = list(events)
    undone = {one.data.get("event") for one in known if one.kind == "lead.undone"}
    return [
        Answered(one.data["channel"], one.data["evidence"], one.at)
        for one in known
        if one.kind == "lead.answered" and one.pk not in undone
    ]
