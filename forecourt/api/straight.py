"""The way past the middleware of the screens: programs have no session, language or cookie."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404

from forecourt.api.urls import resolver

PREFIX = "/api/v1/"
FOR_PEOPLE = ("/api/v1/docs", "/api/v1/docs/")


def straight_to_the_api(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Hand requests of programs to their view; nothing behind this one sees them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith(PREFIX) or path in FOR_PEOPLE:
            return get_response(request)
        try:
            match = resolver.resolve(path[1:])
        except Resolver404:
            return get_response(request)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware
