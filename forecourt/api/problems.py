"""Errors as RFC 9457 says: `application/problem+json`, one shape for all."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypedDict

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 20


class Fault(TypedDict):
    """What is wrong with one value of a request. `pointer` is a JSON pointer into the body."""

    pointer: str
    detail: str


class Problem(Exception):
    """Ends a request with this status; nothing that it wrote is kept."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}
        self.more = more


def not_found() -> Problem:
    return Problem(404, "There is nothing at this address.")


def unfit(field: str, detail: str) -> Problem:
    """422 about one field of the body."""
    return Problem(
        422, "The request does not fit.", errors=[{"pointer": f"/{field}", "detail": detail}]
    )


def problem_response(problem: Problem) -> HttpResponse:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **problem.more,
    }
    if problem.errors:
        body["errors"] = list(problem.errors[:MOST_FAULTS])
    return HttpResponse(
        json.dumps(body, separators=(",", ":")),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **problem.headers},
    )
