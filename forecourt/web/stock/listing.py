"""The lot's cars, longest standing first, and who asks for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.stock.models import Vehicle
from forecourt.stock.queries import SEGMENTS, Wanted, makes_in, stock_page
from forecourt.stock.shown import days_standing, plate_state, shown_price
from forecourt.web.today.rows import BANDS

CAPPED_AT = 99


@dataclass(frozen=True, slots=True)
class Row:
    """One car as a row shows it."""

    vehicle: Vehicle
    title: str
    price: str
    days: int
    asking_count: int

    @property
    def asking(self) -> str:
        """ "" for nobody, "99+" at most."""
        return capped(self.asking_count)

    @property
    def plate_state(self) -> str:
        return plate_state(self.vehicle)


def rows_of(vehicles: Iterable[Vehicle], today: date) -> list[Row]:
    return [
        Row(
            vehicle,
            vehicle.title,
            shown_price(vehicle.price, vehicle.currency),
            days_standing(vehicle, today),
            getattr(vehicle, "asking", 0),
        )
        for vehicle in vehicles
    ]


def capped(count: int) -> str:
    return "" if not count else str(count) if count <= CAPPED_AT else f"{CAPPED_AT}+"


@require_safe
@staff_only
def show(request: StaffRequest) -> HttpResponse:
    wanted = _wanted(request)
    page = stock_page(wanted)
    context = {
        "rows": rows_of(page.vehicles, timezone.localdate()),
        "wanted": wanted,
        "more": _address(wanted, after=page.next) if page.next else "",
        "band": BANDS.get(request.staff.dealership.country, ""),
        "place": "stock",
        "list_url": request.get_full_path(),
    }
    if request.htmx and request.htmx.target in {"stock-rows", "more"}:
        return render(request, "stock/_rows.html", context)
    makes = makes_in(wanted.segment)
    context["makes"] = [
        {"name": name, "on": key == wanted.make_key, "href": _address(wanted, make=key)}
        for key, name in makes
    ]
    context["segments"] = [
        {
            "words": words,
            "on": value == wanted.segment,
            "href": f"/stock/?{urlencode({'in': value})}",
        }
        for value, words in (("lot", _("On lot")), ("transit", _("In transit")), ("all", _("All")))
    ]
    context["all_makes"] = _address(wanted, make="")
    context["make_name"] = next((name for key, name in makes if key == wanted.make_key), "")
    return render(request, "stock/stock.html", context)


def _wanted(request: StaffRequest) -> Wanted:
    given = request.GET
    words = given.get("q", "")[:60].strip()
    segment = given.get("in", "all" if words else "lot")
    return Wanted(
        segment=segment if segment in SEGMENTS else "lot",
        make_key=given.get("make", "")[:60],
        words=words,
        after=given.get("after", "")[:40],
    )


def _address(wanted: Wanted, *, make: str | None = None, after: str = "") -> str:
    chosen = {
        "in": wanted.segment,
        "make": wanted.make_key if make is None else make,
        "q": wanted.words,
        "after": after,
    }
    return f"/stock/?{urlencode({name: value for name, value in chosen.items() if value})}"
