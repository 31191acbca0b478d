"""Forget the answers that were kept for a sender who might ask again."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from forecourt.capture.models import IdempotencyKey

ANSWERS_FOR = timedelta(hours=24)  # they hold what the API said of a customer
FORMS_FOR = timedelta(days=30)  # a form's id, nothing else; a phone may have been off for weeks
MOST_AT_ONCE = 500  # of each kind


def forget_answers(*, at: datetime) -> int:
    """Delete some of the lot's keys that are too old; returns how many. Safe to repeat.

    A sender may take an old key over at any moment: what is deleted is still old when it is.
    """
    answers = IdempotencyKey.objects.filter(at__lte=at - ANSWERS_FOR).exclude(request_hash="")
    forms = IdempotencyKey.objects.filter(at__lte=at - FORMS_FOR, request_hash="")
    return sum(_forget(old) for old in (answers, forms))


def _forget(old: "QuerySet[IdempotencyKey]") -> int:
    some = [*old.values_list("pk", flat=True)[:MOST_AT_ONCE]]
    return int(old.filter(pk__in=some).delete()[0]) if some else 0
