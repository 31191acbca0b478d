"""The capture sheet: anybody on the lot or on the phone is a record in 15 seconds.

One address for the sheet over a screen, the page without script, and what a phone kept while it
had no signal. A replay is answered so that the phone's queue always gets on: 401 when nobody is
signed in (it keeps everything), else 2xx for whatever it holds.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from forecourt.capture.inquiry import Inquiry
from forecourt.capture.verbs.capture import Captured, NoWayBack, capture, clamp
from forecourt.channels.walkin.parse import read_sheet
from forecourt.customers.phones import normalise_phone
from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import Staff
from forecourt.stock.access import vehicle_named
from forecourt.web.new.cars import as_clue
from forecourt.web.new.next_step import chosen, step_words
from forecourt.web.new.sheet import Sheet

MOST_BYTES = 64 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: StaffRequest) -> HttpResponse:
    if getattr(request, "staff", None) is None and _asks_for_data(request):
        return JsonResponse({"error": "sign in first; nothing was stored"}, status=401)
    answer: HttpResponse = _of_staff(request)
    return answer


@staff_only
def _of_staff(request: StaffRequest) -> HttpResponse:
    if request.method == "POST":
        return _save(request)
    return _show(request, Sheet.opened_from(request.GET, request.staff))


def _show(request: StaffRequest, shown: Sheet, status: int = 200) -> HttpResponse:
    """Over a screen the phone makes the id of each sheet; the page without script needs one."""
    over_a_screen = bool(request.htmx)
    client_id = shown.fields.get("client_id", "") or ("" if over_a_screen else str(uuid.uuid4()))
    template = "new/_sheet.html" if over_a_screen else "new/new.html"
    context = {"sheet": shown, "client_id": client_id, "place": "new"}
    return render(request, template, context, status=status)


def _save(request: StaffRequest) -> HttpResponse:
    staff, at, fields = request.staff, timezone.now(), _fields(request)
    sent_later = "X-Sent-Later" in request.headers
    if not sent_later:
        fields.pop("written_at", None)
    picked = vehicle_named(staff, fields.get("vehicle", ""))
    inquiry = read_sheet(fields, car=as_clue(picked) if picked else None)
    if _is_empty(inquiry) and sent_later:
        return HttpResponse(status=204)
    acted_at = min(clamp(inquiry.acted_at, at), at)
    action = chosen(
        fields.get("next", ""), fields.get("when", ""), staff.dealership, acted_at=acted_at, at=at
    )
    try:
        captured = capture(
            _somebody(inquiry) if sent_later else inquiry,
            dealership=staff.dealership,
            by=staff,
            at=at,
            next_action=action,
        )
    except NoWayBack:
        error = _no_way_back(fields, staff)
        if _wants_json(request):
            return JsonResponse({"error": error}, status=422)
        return _show(request, Sheet.again(fields, staff, error=error, vehicle=picked), status=422)
    return _saved(request, captured, fields)


def _saved(request: StaffRequest, captured: Captured, fields: Mapping[str, str]) -> HttpResponse:
    lead = captured.lead
    words = _("Saved")
    if lead.is_open and lead.next_due_at:
        words = f"{words}. {step_words(lead.next_kind, lead.next_due_at, timezone.now())}"
    undo = f"/new/{lead.pk}/undo/" if captured.outcome == "opened" else ""
    if _wants_json(request):
        body = {
            "lead": str(lead.pk),
            "outcome": captured.outcome,
            "words": words,
            "undo": undo or None,
        }
        return JsonResponse(body, status=201 if captured.outcome == "opened" else 200)
    if request.htmx:
        answer = HttpResponse()  # an empty sheet closes; nothing that is still loading reopens it
        return trigger_client_event(answer, "toast", {"words": words, "undo": undo})
    messages.info(request, words, extra_tags=undo)
    back = fields.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "/")


def _fields(request: StaffRequest) -> dict[str, str]:
    """What was posted, as a form or as JSON, each field once."""
    if request.content_type == "application/json":
        try:
            sent: Any = json.loads(request.body[:MOST_BYTES])
        except (ValueError, RecursionError):
            sent = {}
        plain = sent.items() if isinstance(sent, dict) else ()
        return {str(name): str(value) for name, value in plain if value not in (None, False, "")}
    return {name: str(value) for name, value in request.POST.items()}


def _is_empty(inquiry: Inquiry) -> bool:
    return not (inquiry.person.name or inquiry.person.phones or inquiry.message or inquiry.vehicle)


def _somebody(inquiry: Inquiry) -> Inquiry:
    """What waited on a phone is never refused: without phone and name it is still a lead."""
    if inquiry.person.name or inquiry.person.phones:
        return inquiry
    person = replace(inquiry.person, name=_("No name yet"))
    return replace(inquiry, person=person, check_fields=True)


def _no_way_back(fields: Mapping[str, str], staff: Staff) -> str:
    phone = fields.get("phone", "").strip()
    if phone and not normalise_phone(phone, staff.dealership.country):
        return _("This number cannot be called. Correct it or enter a name.")
    return _("Enter a phone number or a name.")


def _asks_for_data(request: StaffRequest) -> bool:
    return _wants_json(request) or "X-Sent-Later" in request.headers or bool(request.htmx)


def _wants_json(request: StaffRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
