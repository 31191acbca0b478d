"""What every request of the API passes: token, scope, size, media type, idempotency key."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone

from forecourt.api.idempotency import once
from forecourt.api.problems import Problem, not_found, problem_response
from forecourt.api.tokens import dealership_of
from forecourt.api.wrong_tokens import count_wrong_token
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for

log = logging.getLogger(__name__)

LARGEST_BODY = 1_000_000  # bytes
LONGEST_TOKEN = 200
WRITES = frozenset({"POST", "PATCH", "PUT", "DELETE"})
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Forecourt"'}

View = Callable[..., HttpResponse]


class ApiRequest(HttpRequest):
    """A request with a good token: its lot is in scope."""

    lot: Dealership
    at: datetime


def door(view: View) -> View:
    """Let programs with a token in; any fault becomes a problem document."""

    @wraps(view)
    def guarded(request: ApiRequest, *args: object, **kwargs: object) -> HttpResponse:
        return as_problem(_let_in, view, request, *args, **kwargs)

    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie is ever looked at
    return guarded


def as_problem(view: View, *args: object, **kwargs: object) -> HttpResponse:
    """The view's answer, or its fault as a problem document."""
    try:
        response = view(*args, **kwargs)
    except Problem as problem:
        return problem_response(problem)
    except Http404:
        return problem_response(not_found())
    except OperationalError:
        log.exception("the database did not answer in time")
        busy = Problem(503, "The database is busy. Try again.", headers={"Retry-After": "2"})
        return problem_response(busy)
    except Exception:
        log.exception("an API request failed")
        return problem_response(Problem(500, "Something went wrong here. It was written down."))
    if isinstance(response, HttpResponseNotAllowed):
        methods = sorted(response.headers["Allow"].split(", "))
        allowed = {"Allow": ", ".join(methods)}
        return problem_response(Problem(405, "This address does not take it.", headers=allowed))
    return response


def _let_in(view: View, request: ApiRequest, *args: object, **kwargs: object) -> HttpResponse:
    request.lot = _lot(request)
    request.at = timezone.now()
    with acting_for(request.lot), timezone.override(request.lot.zone):
        if request.method == "HEAD":
            request.method = "GET"  # the server leaves the body out
        if request.method not in WRITES:
            return view(request, *args, **kwargs)
        _look_at_body(request)
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(request, *args, **kwargs)
        return once(key, request, request.lot, request.at, lambda: view(request, *args, **kwargs))


def _lot(request: HttpRequest) -> Dealership:
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise Problem(401, "Send a token: Authorization: Bearer …", headers=CHALLENGE)
    known = dealership_of(token) if len(token) <= LONGEST_TOKEN and token.isascii() else None
    if known is None:
        count_wrong_token(request.META.get("REMOTE_ADDR", ""))
        raise Problem(401, "This token opens nothing.", headers=CHALLENGE)
    return known


def _look_at_body(request: HttpRequest) -> None:
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = 0
    if size > LARGEST_BODY:
        raise Problem(413, f"A body has at most {LARGEST_BODY} bytes.")
    media_type = (request.content_type or "").lower()
    if size and media_type != "application/json" and not media_type.endswith("+json"):
        raise Problem(415, "Send application/json.")
