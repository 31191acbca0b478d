"""Ninja as a part of the house: its faults are problems, its answers are ours."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser

from forecourt.api.door import door
from forecourt.api.problems import Fault, Problem


class JsonParser(Parser):
    """JSON and nothing else; anything unreadable is a 400."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read_json(request.body)


class Api(NinjaAPI):
    """Faults are not answered here but by the door."""

    def set_default_exception_handlers(self) -> None:
        """None: each exception leaves the operation as it is."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def read_json(body: bytes) -> Any:
    """The value in `body`. Raises Problem 400."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Problem(400, "The body is not JSON.") from None


def guarded(pattern: URLPattern) -> URLPattern:
    """The same address, behind the door."""
    return URLPattern(pattern.pattern, door(_with_problems(pattern.callback)), None, pattern.name)


def _with_problems(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def translated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = view(request, *args, **kwargs)
        except ValidationError as found:
            raise Problem(
                422, "The request does not fit.", errors=[_fault(one) for one in found.errors]
            ) from None
        except HttpError as fault:
            if isinstance(fault.__cause__, Problem):
                raise fault.__cause__ from None
            raise Problem(fault.status_code, str(fault)) from None
        return response

    return translated


def _fault(error: dict[str, Any]) -> Fault:
    """`loc` is ("body", "name of the parameter", "field", …), names that are ours."""
    where = [str(part) for part in error["loc"]]
    path = where[2:] if where[:1] == ["body"] else where[1:]
    return {"pointer": "/" + "/".join(path), "detail": error["msg"]}
