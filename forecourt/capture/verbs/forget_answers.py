"""Forget the answers that were kept for a sender who might ask again."""

from datetime import datetime, timedelta

from forecourt.capture.models import IdempotencyKey

ANSWERS_FOR = timedelta(hours=24)  # they hold what the API said of a customer
FORMS_FOR = timedelta(days=30)  # a form's id, nothing else; a phone may have been off for weeks
MOST_AT_ONCE = 500


def forget_answers(*, at: datetime) -> int:
    """Delete MOST_AT_ONCE of the lot's keys that are too old; returns how many. Safe to repeat."""
    answers = IdempotencyKey.objects.filter(at__lte=at - ANSWERS_FOR).exclude(request_hash="")
    forms = IdempotencyKey.objects.filter(at__lte=at - FORMS_FOR, request_hash="")
    old = [*answers.values_list("pk", flat=True)[:MOST_AT_ONCE]]
    old += forms.values_list("pk", flat=True)[: MOST_AT_ONCE - len(old)]
    return int(IdempotencyKey.objects.filter(pk__in=old).delete()[0]) if old else 0
