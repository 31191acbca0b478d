"""Why a delivery waits for a person, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from forecourt.capture.models import Inbound, InboundState
from forecourt.leads.reasons import channel_in_words

KINDS = {
    "unreadable": gettext_lazy("Could not be read"),
    "spam": gettext_lazy("Looks like spam"),
    "unsafe": gettext_lazy("Not safe to open"),
    "not_a_lead": gettext_lazy("Probably no inquiry"),
}
# Sentences of capture and the channels that have a translation; others are shown as they are.
SENTENCES = {
    "The caller's number was withheld.": gettext_lazy("The caller's number was withheld."),
    "There is no name, phone or address to answer to.": gettext_lazy(
        "There is no name, phone or address to answer to."
    ),
    "Reading it failed again and again.": gettext_lazy("Reading it failed again and again."),
    "A newsletter or a mailing list.": gettext_lazy("A newsletter or a mailing list."),
    "These bytes are not a mail.": gettext_lazy("These bytes are not a mail."),
    "This mail holds no text, no file and no subject.": gettext_lazy(
        "This mail holds no text, no file and no subject."
    ),
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
        reason=str(SENTENCES.get(row.reason, row.reason)),
        preview=row.preview,
        channel=channel_in_words(row.channel),
        at=row.received_at,
    )


def kind_in_words(row: Inbound) -> str:
    if row.state == InboundState.UNROUTED:
        return _("Nobody to answer")
    return str(KINDS.get(row.held_kind, STATES[InboundState(row.state)]))
