"""What a message looks like now, from all that a provider said about it, in whatever order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from forecourt.conversations.models import Annotation, Message

_FURTHER = {"": 0, "sent": 1, "failed": 2, "delivered": 3, "read": 4, "played": 4}


@dataclass(frozen=True, slots=True)
class Standing:
    """Text and state of one message."""

    text: str
    is_edited: bool = False
    is_deleted: bool = False
    status: str = ""  # sent, delivered, read, failed
    reaction: str = ""
    trouble: str = ""  # why it failed, in the provider's words


def standing(body: str, about: Iterable[Annotation]) -> Standing:
    """Apply the annotations. The result is the same for every order of them.

    The newest edit and the newest reaction count; of statuses the furthest does, since "delivered"
    may come after "read" and a failed try before a good one.
    """
    ordered = sorted(about, key=lambda row: (row.at, row.key))
    edits = [row.text for row in ordered if row.kind == Annotation.Kind.EDIT]
    statuses = [row for row in ordered if row.kind == Annotation.Kind.STATUS]
    furthest = max(statuses, key=lambda row: _FURTHER.get(row.value, 0), default=None)
    reactions = [row.value for row in ordered if row.kind == Annotation.Kind.REACTION]
    status = furthest.value if furthest else ""
    return Standing(
        text=edits[-1] if edits else body,
        is_edited=bool(edits),
        is_deleted=any(row.kind == Annotation.Kind.REVOKE for row in ordered),
        status="read" if status == "played" else status,
        reaction=reactions[-1] if reactions else "",
        trouble=furthest.text if furthest and status == "failed" else "",
    )


def standings(
    messages: Iterable[Message], annotations: Iterable[Annotation]
) -> dict[int, Standing]:
    """The standing of each message by its id."""
    told: dict[tuple[str, str], list[Annotation]] = defaultdict(list)
    for row in annotations:
        told[row.channel, row.about].append(row)
    return {
        message.pk: standing(
            message.body,
            told.get((message.channel, message.provider_id), ()) if message.provider_id else (),
        )
        for message in messages
    }
