"""The written talks of the demo lot, spoken through the verbs."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from forecourt.capture.inquiry import Call, Car, Finance, Identity, Inquiry, Person, Source
from forecourt.capture.verbs.capture import capture
from forecourt.conversations.verbs.note import note
from forecourt.conversations.verbs.tell import tell
from forecourt.dealership.models import Dealership
from forecourt.leads.models import Lead, LostReason, NextKind
from forecourt.leads.verbs.attempt import Outcome, attempt
from forecourt.leads.verbs.later import later
from forecourt.leads.verbs.lose import lose
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.sla.rules import due_after

TALKS = Path(__file__).resolve().parent / "talks.toml"
KINDS = {
    "walkin": "visit",
    "mail": "portal",
    "adf": "portal",
    "form": "form",
    "whatsapp": "message",
}
TRY_AGAIN_MINUTES, ASK_AGAIN_MINUTES = 120, 24 * 60


@dataclass(frozen=True)
class Talk:
    ago: float  # minutes before now
    channel: str
    name: str = ""
    phone: str = ""
    email: str = ""
    provider: str = ""
    car: str = ""
    text: str = ""
    call: str = ""
    wish: str = ""
    trade_in: str = ""
    finance: bool = False
    note: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)


def read_talks() -> list[Talk]:
    return [Talk(**given) for given in tomllib.loads(TALKS.read_text("utf-8"))["talk"]]


def talk_through(talk: Talk, dealership: Dealership, now: datetime) -> Lead:
    """Capture the inquiry at its time, then do what people did about it."""
    began = now - timedelta(minutes=talk.ago)
    lead = _capture(talk, dealership, began, "first")
    if talk.note:
        note(lead, talk.note, by=lead.owner, at=began)
    for number, step in enumerate(talk.steps):
        at = now - timedelta(minutes=step["ago"])
        lead = _step(lead, talk, step, dealership, at, f"step-{number}")
    return lead


def _step(
    lead: Lead, talk: Talk, step: dict[str, Any], dealership: Dealership, at: datetime, key: str
) -> Lead:
    if "text" in step or "call" in step:
        said = Talk(ago=0, channel=talk.channel, name=talk.name, phone=talk.phone, email=talk.email,
                    car=talk.car, text=step.get("text", ""), call=step.get("call", ""))  # fmt: skip
        lead = _capture(said, dealership, at, key)
        at += timedelta(minutes=step.get("reply_after", 0))
    if "reply" in step:
        channel = "whatsapp" if talk.channel == "whatsapp" else "mail"
        following = _next(NextKind.MESSAGE, "after_message", dealership, at, ASK_AGAIN_MINUTES)
        lead = tell(
            lead, step["reply"], channel=channel, next_action=following, by=lead.owner, at=at
        )
    lead = _tried(lead, step, dealership, at)
    if "lost" in step:
        return lose(lead, reason=LostReason(step["lost"]), by=lead.owner, at=at)
    if "later" in step:
        until = at + timedelta(minutes=step["later"])
        return later(
            lead, until=until, waiting_for=step.get("waiting_for", ""), by=lead.owner, at=at
        )
    return lead


def _tried(lead: Lead, step: dict[str, Any], dealership: Dealership, at: datetime) -> Lead:
    for name in ("no_answer", "voicemail", "reached"):
        if step.get(name):
            text = "after_talk" if name == "reached" else f"after_{name}"
            following = _next(NextKind.CALL, text, dealership, at, TRY_AGAIN_MINUTES)
            return attempt(
                lead,
                channel="phone",
                outcome=Outcome(name),
                next_action=following,
                by=lead.owner,
                at=at,
            )
    return lead


def _next(
    kind: NextKind, text: str, dealership: Dealership, at: datetime, minutes: int
) -> NextAction:
    return NextAction(kind, due_after(dealership, at, minutes), text)


def _capture(talk: Talk, dealership: Dealership, at: datetime, key: str) -> Lead:
    return capture(_inquiry(talk, at, key), dealership=dealership, at=at).lead


def _inquiry(talk: Talk, at: datetime, key: str) -> Inquiry:
    digits = "".join(filter(str.isdigit, talk.phone))
    identities = (Identity("whatsapp", digits),) if talk.channel == "whatsapp" else ()
    return Inquiry(
        kind="call" if talk.call else KINDS.get(talk.channel, "message"),  # type: ignore[arg-type]
        source=Source(talk.channel, talk.provider),
        provider_id=f"demo:{talk.name or talk.phone}:{key}",
        person=Person(
            name=talk.name,
            phones=(talk.phone,) if talk.phone else (),
            emails=(talk.email,) if talk.email else (),
            identities=identities,
        ),
        message=talk.text,
        vehicle=Car(stock_number=talk.car) if talk.car else None,
        trade_ins=(Car(text=talk.trade_in),) if talk.trade_in else (),
        finance=Finance(method="finance") if talk.finance else None,
        acted_at=at,
        call=Call(talk.call) if talk.call else None,  # type: ignore[arg-type]
        wish=talk.wish,
    )
