"""Each request of a signed-in person runs inside their dealership, language and time zone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django_htmx.middleware import HtmxDetails

from forecourt.dealership.models import Staff
from forecourt.dealership.scope import acting_for

SPOKEN = {code for code, _ in settings.LANGUAGES}


class StaffRequest(HttpRequest):
    """A request behind `@staff_only`: there is a person, and a lot in scope."""

    staff: Staff
    htmx: HtmxDetails


def open_scope(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Staff):
            person = getattr(person, "_wrapped", person)  # the lazy user, opened
        if not isinstance(person, Staff):
            return _speaking(language_of_stranger(request), request, get_response)
        request.staff = person  # type: ignore[attr-defined]
        with acting_for(person.dealership), timezone.override(person.dealership.zone):
            return _speaking(person.speaks, request, get_response)

    return middleware


def _speaking(
    language: str, request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    with translation.override(language):
        response = get_response(request)
        if hasattr(response, "render") and not getattr(response, "is_rendered", True):
            response = response.render()
        response.headers.setdefault("Content-Language", language)
        return response


def language_of_stranger(request: HttpRequest) -> str:
    """What they chose here before, else what the browser asks for."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in SPOKEN else translation.get_language_from_request(request)
