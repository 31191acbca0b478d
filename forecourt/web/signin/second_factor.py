"""Everybody has a second factor; until then only the pages that make one open."""

from collections.abc import Callable
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
KNOWN = "has_second_factor"
OPEN_WITHOUT = (
    "/second-factor/", "/sign-out/", "/welcome/", "/sign-in/", "/language/", "/theme/", "/assets/",
    "/c/", "/up", "/manifest.webmanifest", "/icon", "/sw.js",
)  # fmt: skip


def factors_of(person: object) -> "QuerySet[Authenticator]":
    """Their passkeys, and their app."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=person, type__in=FACTORS)
    return found


def ways_in_of(person: object) -> list[Authenticator]:
    """The same with the recovery codes, as they were made."""
    return list(Authenticator.objects.filter(user=person).order_by("id"))


def has_second_factor(person: object) -> bool:
    """A passkey (possession and the finger or PIN that opens it), or an authenticator app."""
    return factors_of(person).exists()


def demo_is_open() -> bool:
    """Whether this is the demo lot of `serve --demo`; never in production."""
    mark: Path | None = settings.DEMO_MARK
    return mark is not None and mark.exists()


def ask_for_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send people without a second factor to the page that makes one.

    The answer is kept in the session, so that it costs nothing from the second request on.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        person = getattr(request, "staff", None)
        if person is None or request.path.startswith(OPEN_WITHOUT) or demo_is_open():
            return get_response(request)
        if not request.session.get(KNOWN):
            if not has_second_factor(person):
                if "X-Sent-Later" in request.headers:
                    return HttpResponse(status=401)  # a redirect would count as stored
                return redirect("/second-factor/")
            request.session[KNOWN] = True
        return get_response(request)

    return middleware
