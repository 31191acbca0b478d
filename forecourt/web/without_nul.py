"""What people type and what an address asks reaches no screen with a NUL in it.

PostgreSQL takes no NUL, SQLite ends a text there. No keyboard makes one.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class WithoutNul:
    """A screen that is exempt from CSRF may want the bytes, so its form is not read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> None:
        request.GET = _plain(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = _plain(request.POST)  # type: ignore[assignment]


def _plain(given: QueryDict) -> QueryDict:
    if not any(NUL in text for name, values in given.lists() for text in (name, *values)):
        return given
    plain = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        plain.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    plain._mutable = False  # noqa: SLF001 - as QueryDict makes itself
    return plain
