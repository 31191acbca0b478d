"""All leads, newest first."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forecourt.dealership.access import staff_only
from forecourt.dealership.duty import roster_of
from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.models import State
from forecourt.leads.pages import OF_STATE, page_of
from forecourt.web.today.rows import reader_of, row_facts

SIZE = 40


@require_safe
@staff_only
def leads(request: StaffRequest) -> HttpResponse:
    chosen = _chosen(request)
    numbers = {name: int(chosen[name]) for name in ("owner", "vehicle") if chosen[name]}
    page = page_of(
        OF_STATE[chosen["state"]],
        "received_at",
        after=request.GET.get("after", ""),
        size=SIZE,
        newest=True,
        **numbers,
    )
    reader = reader_of(request.staff, timezone.now())
    context: dict[str, Any] = {
        "place": "leads",
        "list_url": request.get_full_path(),
        "rows": [row_facts(lead, reader, owner_shown=True) for lead in page.rows],
        "next": _link(chosen, after=page.next) if page.next else "",
        "states": [
            {
                "words": words,
                "href": _link({**chosen, "state": code}),
                "on": code == chosen["state"],
            }
            for code, words in [("", _("All")), *State.choices]
        ],
        "owners": _owners(request, chosen),
        "is_filtered": any(chosen.values()),
    }
    part = bool(request.htmx) and "after" in request.GET
    return render(request, "leads/_page.html" if part else "leads/leads.html", context)


def _chosen(request: StaffRequest) -> dict[str, str]:
    given = request.GET
    state = given.get("state", "")
    numbers = {name: given.get(name, "") for name in ("owner", "vehicle")}
    return {
        "state": state if state in State.values else "",
        **{
            name: value if value.isdecimal() and len(value) < 19 else ""
            for name, value in numbers.items()
        },
    }


def _owners(request: StaffRequest, chosen: dict[str, str]) -> list[dict[str, Any]]:
    people = [("", _("Everybody"))]
    people += [(str(one.pk), one.name) for one in roster_of(request.staff.dealership).sellers]
    return [
        {"words": words, "href": _link({**chosen, "owner": code}), "on": code == chosen["owner"]}
        for code, words in people
    ]


def _link(chosen: dict[str, str], **more: str) -> str:
    asked = urlencode({name: value for name, value in {**chosen, **more}.items() if value})
    return f"/leads/?{asked}" if asked else "/leads/"
