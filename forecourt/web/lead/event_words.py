"""Lines of the record in the reader's language. Names stand alone, at the end."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forecourt.leads.models import LostReason
from forecourt.leads.reasons import (
    next_text_in_words,
    owner_reason_in_words,
)
from forecourt.timeline.models import Event
from forecourt.web.clock_words import clock_time

WORDS = {
    "lead.attempted": gettext_lazy("Tried"),
    "lead.answered": gettext_lazy("Answered"),
    "lead.later": gettext_lazy("Later"),
    "lead.next_planned": gettext_lazy("Next step changed"),
    "lead.covered": gettext_lazy("Covered"),
    "lead.uncovered": gettext_lazy("Given back"),
    "lead.reopened": gettext_lazy("Opened again"),
    "lead.undone": gettext_lazy("Taken back"),
    "lead.vehicle_confirmed": gettext_lazy("Car confirmed"),
    "lead.vehicle_changed": gettext_lazy("Car changed"),
    "clock.breached": gettext_lazy("Reply overdue"),
    "call.corrected": gettext_lazy("The call was answered after all"),
    "customer.opt_out": gettext_lazy("Wants no messages"),
    "customer.opt_in": gettext_lazy("Allows messages again"),
    "customer.bounce": gettext_lazy("Mail came back"),
    "customer.identity_changed": gettext_lazy("Number changed"),
}
OUTCOMES = {
    "reached": gettext_lazy("Reached"),
    "sent": gettext_lazy("Sent"),
    "no_answer": gettext_lazy("No answer"),
    "voicemail": gettext_lazy("Voicemail"),
    "not_sent": gettext_lazy("Not sent"),
}
TOLD_BY_THE_MESSAGE = {"lead.joined", "note.added"}


def in_words(event: Event, names: Mapping[int, str], *, at: datetime) -> str:
    """One line, "" where the message beside it says as much."""
    data = event.data
    who = names.get(event.by_id or 0, "")
    if event.kind in TOLD_BY_THE_MESSAGE or (event.kind == "lead.answered" and data.get("message")):
        return ""
    if event.kind == "lead.opened":
        given = names.get(data.get("owner") or 0, "")
        return _line(_("Given to"), given, owner_reason_in_words(data.get("reason", "")))
    if event.kind == "lead.assigned":
        return _line(_("Given to"), names.get(data.get("to") or 0, ""), who and f"← {who}")
    if event.kind == "lead.lost":
        return _line(
            _("Spam") if data.get("spam") else _("Lost"), _label(data.get("reason", "")), who
        )
    words = str(OUTCOMES.get(data.get("outcome", ""), WORDS.get(event.kind, "")))
    if event.kind == "lead.later":
        until = data.get("after", {}).get("next_due_at")
        due = clock_time(datetime.fromisoformat(until), at) if until else ""
        return _line(words, due, next_text_in_words(data.get("waiting_for", "")), who)
    return _line(words, who) if words else ""


def _label(reason: str) -> str:
    return str(LostReason(reason).label) if reason in LostReason.values else ""


def _line(*parts: str) -> str:
    return " · ".join(filter(None, map(str, parts)))
