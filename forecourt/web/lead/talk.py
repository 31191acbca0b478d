"""One list of what was said and what happened, oldest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from forecourt.conversations.models import Direction, Message
from forecourt.conversations.thread import Standing
from forecourt.leads.models import Lead
from forecourt.leads.reasons import channel_in_words
from forecourt.leads.verbs.undo import UNDOABLE, can_undo
from forecourt.timeline.models import Event
from forecourt.web.lead.event_words import in_words

CALLS = {
    "answered": gettext_lazy("Call answered"),
    "missed": gettext_lazy("Missed call"),
    "voicemail": gettext_lazy("Voicemail"),
    "busy": gettext_lazy("Called, line busy"),
    "rejected": gettext_lazy("Call rejected"),
}
CALL = pgettext_lazy("event", "Call")
SIDES = {Direction.IN: "theirs", Direction.OUT: "ours", Direction.NOTE: "note"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A bubble (`side` is set) or a line of the record (`words` is set)."""

    at: datetime
    side: str = ""
    words: str = ""
    text: str = ""
    subject: str = ""
    state: str = ""
    by: str = ""
    channel: str = ""
    reaction: str = ""
    trouble: str = ""
    is_edited: bool = False
    files: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    inbound_id: int | None = None
    undo: str = ""


def talk(
    messages: Iterable[Message],
    standings: Mapping[int, Standing],
    events: list[Event],
    names: Mapping[int, str],
    *,
    of: Lead,
    at: datetime,
) -> list[Entry]:
    """Messages as they stand now and events in words, by the time they happened."""
    said = [
        ((message.at, 0, message.pk), _said(message, standings[message.pk], of))
        for message in messages
    ]
    newest = next(
        (event for event in reversed(events) if event.kind in {*UNDOABLE, "lead.undone"}), None
    )
    done = [
        ((event.at, 1, event.pk), Entry(event.at, words=words, undo=_undo(event, newest, at)))
        for event in events
        if (words := in_words(event, names, at=at))
    ]
    return [entry for _, entry in sorted([*said, *done], key=lambda pair: pair[0])]


def _undo(event: Event, newest: Event | None, at: datetime) -> str:
    if newest is None or event.pk != newest.pk or not can_undo(event, at=at):
        return ""
    return f"/leads/{event.lead_id}/undo/{event.pk}/"


def _said(message: Message, now: Standing, lead: Lead) -> Entry:
    """A bubble; who came without a word, or nothing but empty mail, is one line of the record."""
    bubble = _bubble(message, now, lead)
    told = (bubble.text, bubble.subject, bubble.reaction, bubble.state, bubble.files, bubble.facts)
    if any(told):
        return bubble
    words = " · ".join(filter(None, [bubble.channel, bubble.by]))
    return Entry(message.at, words=words, inbound_id=message.inbound_id)


def _bubble(message: Message, now: Standing, lead: Lead) -> Entry:
    provider = lead.provider if message.channel == lead.channel else ""
    side = SIDES.get(Direction(message.direction), "theirs")
    call = str(CALLS.get(message.call_outcome, CALL)) if message.kind == "call" else ""
    return Entry(
        message.at,
        side=side,
        text=now.text or call,
        words=call if now.text else "",
        subject=message.subject if message.subject != now.text else "",
        state="deleted" if now.is_deleted else now.status,
        by=message.by.name if message.by else "",
        channel=_("Note") if side == "note" else channel_in_words(message.channel, provider),
        reaction=now.reaction,
        trouble=now.trouble,
        is_edited=now.is_edited,
        files=_files(message.facts),
        facts=_facts(message.facts),
        inbound_id=message.inbound_id,
    )


def _files(facts: dict[str, Any]) -> list[str]:
    """Names of what came along; the bytes stay where they are."""
    given = facts.get("attachments") or []
    return [
        str(one.get("name") or one.get("caption") or one.get("kind") or "")
        for one in given
        if isinstance(one, dict)
    ]


def _facts(facts: dict[str, Any]) -> list[str]:
    """Stated facts beside the words: trade-in, finance, a wish for a time."""
    cars = facts.get("trade_ins") or []
    lines = [f"{_('Trade-in')}: {_car(car)}".removesuffix(": ") for car in cars]
    finance = facts.get("finance")
    if isinstance(finance, dict) and finance:
        said = {name: value for name, value in finance.items() if value != "finance"}
        terms = " · ".join(str(value) for value in said.values() if isinstance(value, str | int))
        lines.append(f"{_('Finance')}: {terms}".removesuffix(": "))
    if facts.get("wish"):
        lines.append(f"{_('Wish')}: {facts['wish']}")
    return lines


def _car(car: Any) -> str:
    if not isinstance(car, dict):
        return ""
    named = [car.get(name) for name in ("make", "model", "variant", "year", "plate", "vin")]
    km = car.get("mileage_km") or car.get("mileage")
    named.append(f"{km} km" if km else "")
    return " ".join(str(part) for part in named if part) or str(car.get("text", ""))
