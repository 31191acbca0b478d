"""How the lead's forms answer: a sheet or a page; a toast with Undo."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect

from forecourt.dealership.middleware import StaffRequest
from forecourt.leads.models import Lead
from forecourt.leads.queries import newest_act


def sheet(
    request: StaffRequest, form: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """`form` inside a sheet for htmx, else on a page of its own."""
    whole = not request.htmx
    template = "lead/form_page.html" if whole else "lead/form_sheet.html"
    context = {"form_template": form, "title": title, "place": "today", **context}
    return render(request, template, context, status=status)


def settled(request: StaffRequest, lead: Lead, words: str, *, to: str = "") -> HttpResponse:
    """Done: say so, with Undo where it can be taken back."""
    return _answer(request, words, undo=undo_link(lead), to=to or f"/leads/{lead.pk}/")


def refused(request: StaffRequest, lead: Lead, words: str) -> HttpResponse:
    """Nothing was changed: say why, in place."""
    return _answer(request, words, tone="error", to=f"/leads/{lead.pk}/")


def undo_link(lead: Lead) -> str:
    newest = newest_act(lead.pk)
    return f"/leads/{lead.pk}/undo/{newest.pk}/" if newest and newest.data.get("before") else ""


def said(request: StaffRequest, words: str, *, to: str) -> HttpResponse:
    """Done, with nothing to take back."""
    return _answer(request, words, to=to)


def _answer(
    request: StaffRequest, words: str, *, to: str, undo: str = "", tone: str = "info"
) -> HttpResponse:
    if request.htmx and not _stands_on_its_own(request):
        told = {
            "toast": {"words": words, "undo": undo, "tone": tone},
            "close-sheet": True,
            "refresh": True,
        }
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(told)})
    level = messages.ERROR if tone == "error" else messages.INFO
    messages.add_message(request, level, words, extra_tags=undo)
    return HttpResponseClientRedirect(to) if request.htmx else redirect(to)


def _stands_on_its_own(request: StaffRequest) -> bool:
    """Whether the form is a page, opened in a tab of its own, and not a sheet over another."""
    shown = str(request.htmx.current_url_abs_path or "")
    return shown.split("?", maxsplit=1)[0] == request.path
