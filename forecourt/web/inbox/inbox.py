"""Every conversation, all channels, one thread per person."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forecourt.capture.queries import held, held_count
from forecourt.customers.queries import find_customers
from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.pages import Page, every, mine_open, page_of, waiting
from forecourt.leads.queries import counts, newest_of, nobody_asked_yet
from forecourt.stock.queries import ids_of_cars
from forecourt.web.inbox.held_words import HeldFacts, held_facts
from forecourt.web.lead.ways_out import ways_out
from forecourt.web.today.figures import badges, shown
from forecourt.web.today.rows import reader_of, row_facts

SIZE = 30
VIEWS = ("unanswered", "mine", "all", "held")


@require_safe
@staff_only
def inbox(request: StaffRequest) -> HttpResponse:
    view = request.GET.get("show", "")
    view = view if view in VIEWS else "unanswered"
    words, after = request.GET.get("q", "").strip()[:100], request.GET.get("after", "")
    is_held = view == "held" and not words
    figures, held_back = counts(request.staff, at=timezone.now()), held_count()
    context: dict[str, Any] = {
        "place": "inbox",
        "list_url": "" if is_held else request.get_full_path(),
        "badges": badges(figures),
        "view": view,
        "chips": _chips(view, shown(figures.lot_waiting), shown(held_back)),
        "q": words,
        **(_held(after) if is_held else _leads(request, view, words, after)),
    }
    part = bool(request.htmx) and bool(after)
    return render(request, "inbox/_page.html" if part else "inbox/inbox.html", context)


def _held(after: str) -> dict[str, Any]:
    page = held(after=after, size=SIZE)
    rows: list[HeldFacts] = [held_facts(row) for row in page.rows]
    return {"held": rows, "next": page.next}


def _leads(request: StaffRequest, view: str, words: str, after: str) -> dict[str, Any]:
    page = _found(request, words) if words else _listed(request, view, after)
    reader = reader_of(request.staff, timezone.now())
    first = page.rows[0] if page.rows and not after and page.rows[0].is_open else None
    return {
        "rows": [row_facts(lead, reader, owner_shown=True) for lead in page.rows],
        "next": page.next,
        "first": first,
        "is_new": not page.rows and not words and nobody_asked_yet(),
        "way": ways_out(first) if first else None,
    }


def _listed(request: StaffRequest, view: str, after: str) -> Page:
    if view == "mine":
        me = request.staff.pk
        return page_of(mine_open, "next_due_at", after=after, size=SIZE, person=me)
    if view == "all":
        return page_of(every, "received_at", after=after, size=SIZE, newest=True)
    return page_of(waiting, "waiting_since", after=after, size=SIZE)


def _found(request: StaffRequest, words: str) -> Page:
    """By name, number or address of the customer, by plate, stock number or VIN of the car."""
    customers = find_customers(words)
    cars = ids_of_cars(words, at_most=SIZE)
    return Page(newest_of(customers, cars, at_most=SIZE), "")


def _chips(view: str, unanswered: str, held_shown: str) -> list[dict[str, Any]]:
    named = {
        "unanswered": (_("Unanswered"), "" if unanswered == "0" else unanswered),
        "mine": (_("Mine"), ""),
        "all": (_("All"), ""),
        "held": (_("Held"), "" if held_shown == "0" else held_shown),
    }
    return [
        {"code": code, "words": words, "n": n, "on": code == view}
        for code, (words, n) in named.items()
    ]
