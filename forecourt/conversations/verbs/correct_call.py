"""A later event tells more about a call that is stored already."""

from datetime import datetime

from django.db import transaction

from forecourt.conversations.models import Message
from forecourt.timeline.happened import happened

_TELLS_MORE = {
    "": 0,
    "unknown": 0,
    "missed": 1,
    "busy": 1,
    "rejected": 1,
    "voicemail": 2,
    "answered": 3,
}


def correct_call(message: Message, outcome: str, *, at: datetime) -> bool:
    """Take over an outcome that tells more: answered beats voicemail beats missed.

    Returns whether anything changed. Events of a call come in any order and twice.
    """
    if _TELLS_MORE.get(outcome, 0) <= _TELLS_MORE.get(message.call_outcome, 0):
        return False
    weaker = [known for known, rank in _TELLS_MORE.items() if rank < _TELLS_MORE[outcome]]
    with transaction.atomic():
        if not Message.objects.filter(pk=message.pk, call_outcome__in=weaker).update(
            call_outcome=outcome
        ):
            return False
        message.call_outcome = outcome
        happened("call.corrected", message, lead=message.lead, at=at, outcome=outcome)
    return True
