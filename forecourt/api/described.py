"""The API described: OpenAPI for programs, one plain page for people. Neither needs a token."""

from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from forecourt.api.answers import answer
from forecourt.api.problems import MEDIA_TYPE

PREFIX = "/api/v1/"
PROBLEMS = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)
WITH_BODY = ("post", "patch")
ABOUT = (
    "Every lead of a dealership, with its owner and its next action. Ids are opaque strings, times "
    "are RFC 3339 in UTC, money is an amount with its currency, phones are E.164, unknown is null. "
    "Lists are read page by page: follow `next` until it is null. Errors are problem documents "
    "(RFC 9457). A token belongs to one dealership."
)
PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request is answered alike and acts once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
}


def describe(api: NinjaAPI) -> dict[str, Any]:
    """The OpenAPI document, with what the door does written down for every operation."""
    document: dict[str, Any] = api.get_openapi_schema(path_prefix=PREFIX)
    document["info"]["description"] = ABOUT
    components = document["components"]
    components["schemas"]["Problem"] = PROBLEM
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    components["responses"] = {str(status): _problem(status) for status in PROBLEMS}
    document["security"] = [{"token": []}]
    for operations in document["paths"].values():
        for method, operation in operations.items():
            _complete(method, operation)
    return document


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


def _complete(method: str, operation: dict[str, Any]) -> None:
    operation["responses"] = {
        **{str(status): given for status, given in operation["responses"].items()},
        **{str(status): {"$ref": f"#/components/responses/{status}"} for status in PROBLEMS},
    }
    for status, given in operation["responses"].items():
        if "description" in given:
            given["description"] = HTTPStatus(int(status)).phrase
    if method in WITH_BODY:
        operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)


@cache
def _document() -> dict[str, Any]:
    from forecourt.api.routes import api  # the routes name this module's views

    return describe(api)


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    response = answer(_document())
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    from forecourt.api.docs_page import page_of

    nonce = str(getattr(request, "csp_nonce", ""))
    return HttpResponse(page_of(_document(), nonce=nonce))
