"""The same key with the same request is answered alike, and acts once.

The key's row, the work and the answer are one transaction, so neither a crash nor a second sender
can come between. A second sender waits for the first and gets its answer. An act that failed keeps
nothing, so the key may be used again, and an answer older than ANSWERS_FOR counts as none.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from forecourt.api.answers import answer
from forecourt.api.problems import Problem
from forecourt.capture.models import IdempotencyKey
from forecourt.capture.verbs.forget_answers import ANSWERS_FOR
from forecourt.dealership.models import Dealership

LONGEST_KEY = 100
UNDER_WAY = 0


class _Refused(Exception):
    """Takes an answer that is an error out of the transaction."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def once(
    key: str,
    request: HttpRequest,
    dealership: Dealership,
    at: datetime,
    act: Callable[[], HttpResponse],
) -> HttpResponse:
    """The answer of `act`, or the one that was given for `key` before.

    Raises Problem: 400 for a key that is none, 422 for a key that stood for another request, 409
    while that request is under way.
    """
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Problem(400, f"An Idempotency-Key has 1 to {LONGEST_KEY} printable ASCII signs.")
    fingerprint = _fingerprint(request)
    try:
        with transaction.atomic():
            row = _take(key, fingerprint, dealership, at)
            if row is None:
                return _answered_before(key, fingerprint)
            response = act()
            if response.status_code >= 400:
                raise _Refused(response)
            IdempotencyKey.objects.filter(pk=row.pk).update(
                status=response.status_code, answer=_plain(response)
            )
            return response
    except _Refused as refused:
        return refused.response


def _take(
    key: str, fingerprint: str, dealership: Dealership, at: datetime
) -> IdempotencyKey | None:
    try:
        with transaction.atomic():
            row: IdempotencyKey = IdempotencyKey.objects.create(
                dealership=dealership, key=key, request_hash=fingerprint, at=at
            )
    except IntegrityError:
        return _take_over(key, fingerprint, at)
    return row


def _take_over(key: str, fingerprint: str, at: datetime) -> IdempotencyKey | None:
    """The row of an answer that is too old to be given again; one of several senders gets it."""
    kept = IdempotencyKey.objects.filter(key=key)
    anew = {"request_hash": fingerprint, "status": UNDER_WAY, "answer": {}, "at": at}
    if not kept.filter(at__lte=at - ANSWERS_FOR).update(**anew):
        return None
    row: IdempotencyKey = kept.get()
    return row


def _answered_before(key: str, fingerprint: str) -> HttpResponse:
    row = IdempotencyKey.objects.get(key=key)
    if row.request_hash != fingerprint:
        raise Problem(422, "This Idempotency-Key stood for another request.")
    if row.status == UNDER_WAY:
        raise Problem(
            409, "The request with this Idempotency-Key is under way.", headers={"Retry-After": "1"}
        )
    response = answer(row.answer, row.status)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    said = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    said.update(request.body)
    return said.hexdigest()


def _plain(response: HttpResponse) -> Any:
    return json.loads(response.content)
