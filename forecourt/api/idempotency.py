"""The same key with the same request is answered alike, and acts once.

The key's row, the work and the answer are one transaction, so neither a crash nor a second sender
can come between. A second sender waits for the first and gets its answer. An act that failed keeps
nothing, so the key may be used again, and an answer older than ANSWERS_FOR counts as none.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
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
TRIES = 3


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
            row, is_ours = _take(key, fingerprint, dealership, at)
            if not is_ours:
                return _answered_before(row, fingerprint)
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
) -> tuple[IdempotencyKey, bool]:
    """The key's row, and whether it is ours to answer; that of an answer too old is taken over.

    One of several senders gets it. A row may be forgotten just when we meet it: then once more.
    """
    anew = {"request_hash": fingerprint, "status": UNDER_WAY, "answer": {}, "at": at}
    kept = IdempotencyKey.objects.filter(key=key)
    for _ in range(TRIES):
        with suppress(IntegrityError), transaction.atomic():
            return IdempotencyKey.objects.create(dealership=dealership, key=key, **anew), True
        is_ours = bool(kept.filter(at__lte=at - ANSWERS_FOR).update(**anew))
        row = kept.first()
        if row is not None:
            return row, is_ours
    raise _under_way()


def _answered_before(row: IdempotencyKey, fingerprint: str) -> HttpResponse:
    if row.request_hash != fingerprint:
        raise Problem(422, "This Idempotency-Key stood for another request.")
    if row.status == UNDER_WAY:
        raise _under_way()
    response = answer(row.answer, row.status)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _under_way() -> Problem:
    words = "The request with this Idempotency-Key is under way."
    return Problem(409, words, headers={"Retry-After": "1"})


def _fingerprint(request: HttpRequest) -> str:
    said = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    said.update(request.body)
    return said.hexdigest()


def _plain(response: HttpResponse) -> Any:
    return json.loads(response.content)
