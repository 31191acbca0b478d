"""What a person reads when a request fails: what to do, and one button that does it.

The page stands alone: no shell, no query, no file beside it. What broke may be any of them.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from forecourt.dealership.middleware import language_of_stranger
from forecourt.dealership.models import Staff


@dataclass(frozen=True, slots=True)
class Words:
    title: Promise
    what_to_do: Promise


@dataclass(frozen=True, slots=True)
class Way:
    """The button: where it leads and what it says."""

    href: str
    words: Promise


BAD_REQUEST = Words(
    _("This could not be read"), _("Go back, open the page again and send it once more.")
)
TOO_OLD = Words(_("The page was open too long"), _("Open it again and send it once more."))
FORBIDDEN = Words(
    _("This is closed to you"), _("Ask the owner of the lot if you need it for your work.")
)
NOT_FOUND = Words(_("There is nothing here"), _("Check the address, or start again."))
NO_LOT = Words(_("There is nothing here"), _("Check the address."))
BROKEN = Words(_("Something is broken here"), _("It is noted; try again in a minute."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, BAD_REQUEST, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, FORBIDDEN, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = NOT_FOUND if _onward(request, is_staff=hasattr(request, "staff")) else NO_LOT
    return _page(request, words, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    here = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return _page(request, BROKEN, 500, Way(here, _("Try again")))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is not the browser's: it stood open over a sign-in, or came from afar."""
    return _page(request, TOO_OLD, 403, Way(_page_before(request), _("Open the page again")))


def _page(request: HttpRequest, words: Words, status: int, way: Way | None = None) -> HttpResponse:
    person = getattr(request, "staff", None)
    is_staff = isinstance(person, Staff)
    language = person.speaks if isinstance(person, Staff) else language_of_stranger(request)
    with translation.override(language):
        context = {
            "words": words,
            "way": way or _onward(request, is_staff=is_staff),
            "is_customer": not is_staff and request.path.startswith("/c/"),
            "language": language,
            "theme": person.theme if isinstance(person, Staff) else "auto",
            "nonce": str(getattr(request, "csp_nonce", "")),
        }
        page: str = render_to_string("errors/page.html", context)
    return HttpResponse(page, status=status, headers={"Content-Language": language})


def _onward(request: HttpRequest, *, is_staff: bool) -> Way | None:
    """Today for the team, the lot's own form for its customers."""
    if is_staff:
        return Way("/", _("Today"))
    parts = request.path.strip("/").split("/")
    if parts[0] == "c":
        return Way(f"/c/{parts[1]}/", _("Ask us")) if len(parts) > 2 else None
    return Way("/sign-in/", _("Sign in"))


def _page_before(request: HttpRequest) -> str:
    came_from: str = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return "/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
