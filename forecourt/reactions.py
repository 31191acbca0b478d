"""When X happened, these functions run, in this order, in the same transaction."""

from collections.abc import Callable

from forecourt.leads.reactions import pass_on_when_left
from forecourt.sla.reactions import (
    call_was_answered_after_all,
    run_on_when_undone,
    settle_when_answered,
    settle_when_closed,
    start_when_joined,
    start_when_opened,
)
from forecourt.timeline.happened import Happening

REACTIONS: dict[str, list[Callable[[Happening], None]]] = {
    "lead.opened": [start_when_opened],
    "lead.joined": [start_when_joined],
    "lead.answered": [settle_when_answered],
    "lead.lost": [settle_when_closed],
    "lead.undone": [run_on_when_undone],
    "staff.left": [pass_on_when_left],
    "call.corrected": [call_was_answered_after_all],
}


def react(happening: Happening) -> None:
    for reaction in REACTIONS.get(happening.kind, ()):
        reaction(happening)
