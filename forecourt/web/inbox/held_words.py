"""Why a delivery waits for a person, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from forecourt.capture.models import Inbound, InboundState
from forecourt.leads.reasons import channel_in_words
from forecourt.web.inbox.reason_words import reason_in_words

KINDS = {
    "unreadable": gettext_lazy("Could not be read"),
    "spam": gettext_lazy("Looks like spam"),
    "unsafe": gettext_lazy("Not safe to open"),
    "not_a_lead": gettext_lazy("Probably no enquiry"),
}
STATES = {
    InboundState.RECEIVED: gettext_lazy("Being read"),
    InboundState.DONE: gettext_lazy("Read"),
    InboundState.HELD: gettext_lazy("Held"),
    InboundState.UNROUTED: gettext_lazy("Nobody to answer"),
    InboundState.DISMISSED: pgettext_lazy("state", "Put aside"),
}


@dataclass(frozen=True, slots=True)
class HeldFacts:
    id: int
    kind: str
    reason: str
    preview: str
    channel: str
    at: datetime


def held_facts(row: Inbound) -> HeldFacts:
    return HeldFacts(
        id=row.pk,
        kind=kind_in_words(row),
        reason=reason_in_words(row.reason),
        preview=row.preview,
        channel=channel_in_words(row.channel),
        at=row.received_at,
    )


def kind_in_words(row: Inbound) -> str:
    if row.state == InboundState.UNROUTED:
        return _("Nobody to answer")
    return str(KINDS.get(row.held_kind, STATES[InboundState(row.state)]))
