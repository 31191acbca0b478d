"""What is folded at the end of Today: opened by a tap, and a page of its own without script."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.models import LeadQuerySet
from forecourt.leads.queries import done_today, their_turn
from forecourt.web.today.rows import reader_of, row_facts

MOST_ROWS = 50


@require_safe
@staff_only
def waiting_for_them(request: StaffRequest) -> HttpResponse:
    rows = their_turn(request.staff, at=timezone.now(), at_most=MOST_ROWS)
    return _list(request, rows, _("Waiting for the customer"), _("Nobody at the moment."))


@require_safe
@staff_only
def done(request: StaffRequest) -> HttpResponse:
    rows = done_today(request.staff, at=timezone.now())
    return _list(request, rows, _("Done today"), _("Nothing done yet today."))


def _list(request: StaffRequest, leads: LeadQuerySet, title: str, none: str) -> HttpResponse:
    reader = reader_of(request.staff, timezone.now())
    context = {
        "place": "today",
        "title": title,
        "none": none,
        "rows": [row_facts(lead, reader) for lead in leads[:MOST_ROWS]],
    }
    whole = not request.htmx
    return render(request, "today/fold.html" if whole else "today/_rows.html", context)
