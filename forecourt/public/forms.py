"""The lot's own pages for customers: a form for the lot and one for each car.

No sign-in, no script, no cookie. A post is stored before anything reads it; what looks like a
machine or a flood is held for a person and never dropped. Since there is no session, there is no
token to forge: the post must come from our own page instead.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forecourt.capture.models import Connection
from forecourt.customers.phones import show_phone
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for
from forecourt.public.access import car_behind, form_door, lot_named
from forecourt.public.colours import colours_of
from forecourt.public.inquiry import body_of, keep, says_how_to_reach
from forecourt.public.language import language_for
from forecourt.public.limit import take_token
from forecourt.public.ticket import new_ticket, read_ticket
from forecourt.sla.verbs.start_clock import reply_due
from forecourt.stock.models import Vehicle
from forecourt.stock.queries import similar_to
from forecourt.stock.shown import shown_facts, shown_price

CHANNEL = "form"
FIELDS = (
    "name", "phone", "email", "message", "finance", "trade_in_plate", "trade_in_vin",
    "trade_in_mileage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """A car as a stranger sees it: never its VIN, its floor price or our notes."""

    title: str
    price: str
    facts: list[str]
    address: str
    is_sold: bool
    is_reserved: bool


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, slug: str, public_key: str = "") -> HttpResponseBase:
    """The lot's form, or that of one of its cars."""
    if "embed" in request.GET:
        return _framed(request)
    return _answer(request, slug, public_key)


@csp_replace({"frame-ancestors": ["*"]})
@xframe_options_exempt
def _framed(request: HttpRequest) -> HttpResponse:
    """Any site may show it inside a frame: the dealer's own does."""
    assert request.resolver_match is not None
    named = request.resolver_match.kwargs
    return _answer(request, named["slug"], named.get("public_key", ""))


def _answer(request: HttpRequest, slug: str, public_key: str) -> HttpResponse:
    lot = lot_named(slug)
    language = language_for(request, lot)
    with acting_for(lot), translation.override(language), timezone.override(lot.zone):
        vehicle = car_behind(lot, public_key) if public_key else None
        page = _Page(request, lot, vehicle, language)
        answer = page.take() if request.method == "POST" else page.show()
        answer.headers["Content-Language"] = language
        answer.headers["Vary"] = "Accept-Language"
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Referrer-Policy"] = "same-origin"
    return answer


@dataclass(frozen=True, slots=True)
class _Page:
    request: HttpRequest
    lot: Dealership
    vehicle: Vehicle | None
    language: str

    def show(self, error: str = "", status: int = 200) -> HttpResponse:
        sent = self.request.POST
        prefilled = {name: sent.get(name, "") for name in FIELDS}
        ticket = new_ticket(self.lot.slug, timezone.now())
        context = {"fields": prefilled, "error": error, "ticket": ticket}
        return self._render("pages/form.html", context, status)

    def take(self) -> HttpResponse:
        if not _is_from_our_page(self.request):
            words = "Send it from the form itself.\n"
            return HttpResponse(words, status=403, content_type="text/plain")
        sent = {name: str(value) for name, value in self.request.POST.items()}
        if not says_how_to_reach(sent):
            return self.show("reach", 422)
        at, door = timezone.now(), form_door(self.lot)
        if door is None:
            return self.show("closed", 503)
        try:
            self._keep(sent, door, at)
        except DatabaseError:
            return self.show("not_stored", 503)
        due = reply_due(self.lot, CHANNEL, at, first=True)
        return self._render("pages/thanks.html", {"due": due})

    def _keep(self, sent: dict[str, str], door: Connection, at: datetime) -> None:
        remote = self.request.META.get("REMOTE_ADDR", "")
        body = body_of(
            sent,
            ticket=read_ticket(sent.get("ticket", ""), self.lot.slug),
            vehicle=self.vehicle,
            language=self.language,
            at=at,
            is_over_limit=not take_token(self.lot, remote, at=at),
        )
        keep(door, body, at=at, remote=remote)

    def _render(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        vehicle = self.vehicle
        sold = vehicle is not None and vehicle.status == Vehicle.Status.SOLD
        alike = similar_to(vehicle) if vehicle and sold else []
        shared = {
            "lot": self.lot,
            "offer": _offer(self.lot, vehicle) if vehicle else None,
            "similar": [_offer(self.lot, car) for car in alike],
            "colours": colours_of(self.lot.colour),
            "language": self.language,
            "languages": settings.LANGUAGES,
            "embedded": "embed" in self.request.GET,
            "phone": show_phone(self.lot.phone),
            "whatsapp": "".join(sign for sign in self.lot.phone if sign.isdigit()),
        }
        return render(self.request, template, {**shared, **context}, status=status)


def _offer(lot: Dealership, vehicle: Vehicle) -> Offer:
    return Offer(
        vehicle.title if vehicle.make else "",
        shown_price(vehicle.price, vehicle.currency),
        shown_facts(vehicle),
        f"/c/{lot.slug}/{vehicle.public_key}/",
        vehicle.status == Vehicle.Status.SOLD,
        vehicle.status == Vehicle.Status.RESERVED,
    )


def _is_from_our_page(request: HttpRequest) -> bool:
    """The origin, where the browser says one, is this house. A page in a frame has ours too."""
    origin = request.headers.get("Origin", "") or request.headers.get("Referer", "")
    if origin in {"", "null"}:
        return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
    said = urlsplit(origin)
    ours = f"{said.scheme}://{said.netloc}" == settings.PUBLIC_URL
    return ours or said.netloc == request.get_host()
