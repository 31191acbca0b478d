"""Clocks follow what happens to a lead."""

from datetime import datetime

from forecourt.leads.models import Lead
from forecourt.leads.verbs.answer import answer
from forecourt.leads.verbs.owe_reply import owe_reply
from forecourt.sla.models import Clock
from forecourt.sla.verbs.resume_clocks import resume_clocks
from forecourt.sla.verbs.start_clock import begin_earlier, start_clock
from forecourt.sla.verbs.stop_clocks import stop_clocks, void_clocks
from forecourt.timeline.happened import Happening


def start_when_opened(happening: Happening) -> None:
    lead = _lead(happening)
    if lead.waiting_since is not None:
        _start_for(lead, happening, first=True)


def start_when_joined(happening: Happening) -> None:
    """A clock starts where nobody waited yet; a question that came late moves it back."""
    lead = _lead(happening)
    if happening.data.get("wait_begins"):
        _start_for(lead, happening, first=lead.answered_at is None)
    elif happening.data.get("overtaken"):
        at = lead.waiting_since or happening.at
        begin_earlier(lead, channel=happening.data["channel"], at=at)


def settle_when_answered(happening: Happening) -> None:
    lead = _lead(happening)
    stop_clocks(lead, evidence=happening.data["evidence"], at=happening.at)
    if channel := happening.data.get("asked_again"):
        clock = _start(lead, channel, first=False, at=lead.waiting_since or happening.at)
        owe_reply(lead, due_at=clock.due_at)


def settle_when_closed(happening: Happening) -> None:
    void_clocks(_lead(happening), at=happening.at)


def run_on_when_undone(happening: Happening) -> None:
    """The answer, or the closing, that settled the clocks was taken back."""
    if happening.data["undid"] in {"lead.answered", "lead.lost"}:
        resume_clocks(
            _lead(happening), stopped_at=datetime.fromisoformat(happening.data["acted_at"])
        )


def call_was_answered_after_all(happening: Happening) -> None:
    if happening.data.get("outcome") == "answered":
        answer(_lead(happening), channel="call", evidence="two_way", by=None, at=happening.at)


def _start_for(lead: Lead, happening: Happening, *, first: bool) -> None:
    at = lead.waiting_since or happening.at
    _start(lead, happening.data["channel"], first=first, at=at)


def _start(lead: Lead, channel: str, *, first: bool, at: datetime) -> Clock:
    return start_clock(lead, dealership=lead.dealership, channel=channel, first=first, at=at)


def _lead(happening: Happening) -> Lead:
    assert isinstance(happening.lead, Lead)
    return happening.lead
