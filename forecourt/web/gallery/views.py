"""The living gallery of components. Development only: the address is not routed elsewhere."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

STAGES = (
    "New|Qualified|Appointment|Valuation agreed|Offer sent|"
    "Objection|Deposit taken|Paperwork|Delivered"
)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Each component in all its states, in the look asked for by ?theme=."""
    if getattr(settings, "IN_PRODUCTION", False):
        raise Http404
    now = timezone.now()
    ago = {f"ago_{minutes}": now - timedelta(minutes=minutes) for minutes in (5, 12, 16, 26, 90)}
    ahead = {f"in_{minutes}": now + timedelta(minutes=minutes) for minutes in (3, 24, 130)}
    look = request.GET.get("theme", "")
    name = "gallery/today.html" if request.GET.get("show") == "today" else "gallery/gallery.html"
    context = {
        **ago,
        **ahead,
        "stages": STAGES.split("|"),
        "place": "today",
        "badges": {"today": 6, "today_late": True, "inbox": 3},
    }
    if look:
        context["theme"] = look
    return render(request, name, context)
