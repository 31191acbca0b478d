"""The living gallery of parts and of Today. Development only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forecourt.web.gallery import samples

STAGES = (
    "New|Qualified|Appointment|Valuation agreed|Offer sent|"
    "Objection|Deposit taken|Paperwork|Delivered"
)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Each part in all its states, in the look asked for by ?theme=; Today by ?show=today."""
    if getattr(settings, "IN_PRODUCTION", False):
        raise Http404
    at = timezone.now()
    is_today = request.GET.get("show") == "today"
    now = samples.now_cards(at)
    context = {
        "place": "today",
        "badges": {"today": "6", "today_late": True, "inbox": "3"},
        "count_line": "1 late · 5 waiting",
        "now": now[0] if is_today else now,
        "way": samples.ways(),
        "their_turn": "0",
        "done_today": "0",
        "rows": list(samples.rows(at)),
        "talk": samples.talk(at),
        "stages": STAGES.split("|"),
    }
    if look := request.GET.get("theme", ""):
        context["theme"] = look
    return render(request, "today/today.html" if is_today else "gallery/gallery.html", context)
