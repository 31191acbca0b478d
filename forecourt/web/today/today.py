"""Whom do I answer now?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.queries import counts, due_today
from forecourt.web.lead.ways_out import ways_out
from forecourt.web.setup.left_to_do import left_to_do
from forecourt.web.today.figures import badges, chores, count_line, shown
from forecourt.web.today.rows import reader_of, row_facts

MOST_ROWS = 50


@require_safe
@staff_only
def today(request: StaffRequest) -> HttpResponse:
    person, at = request.staff, timezone.now()
    leads = due_today(person, at=at, at_most=MOST_ROWS + 1)
    figures = counts(person, at=at)
    reader = reader_of(person, at)
    now = leads[0] if leads else None
    context = {
        "place": "today",
        "list_url": "/",
        "badges": badges(figures),
        "count_line": count_line(figures),
        "now": row_facts(now, reader, full=True) if now else None,
        "way": ways_out(now) if now else None,
        "rows": [row_facts(lead, reader) for lead in leads[1:MOST_ROWS]],
        "has_more": len(leads) > MOST_ROWS,
        "their_turn": shown(figures.their_turn),
        "done_today": shown(figures.done_today),
        "done_count": figures.done_today,
        "chores": [] if now else chores(figures),
        "left_to_do": left_to_do(person.dealership),
    }
    return render(request, "today/today.html", context)
