"""Answers for signed-in people are kept nowhere; every answer says it is what it says."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def never_cache_private_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request, "staff", None) is not None:
            response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    return middleware
