"""Go on with a lead without asking anyone."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forecourt.conversations.queries import said_about, thread_of
from forecourt.conversations.thread import standings
from forecourt.customers.phones import show_phone
from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import Staff
from forecourt.dealership.names import names_of
from forecourt.leads.access import lead_page_for
from forecourt.leads.models import Lead, Stage, State
from forecourt.leads.reasons import (
    TRIED,
    channel_in_words,
    next_text_in_words,
    owner_reason_in_words,
    vehicle_reason_in_words,
)
from forecourt.leads.verbs.choose_vehicle import SURE
from forecourt.stock.shown import days_standing, plate_state
from forecourt.timeline.queries import events_of_lead
from forecourt.web.lead.talk import Entry, talk
from forecourt.web.lead.ways_out import ways_out
from forecourt.web.today.rows import BANDS, name_of, price_of, reader_of, reading_of

STAGES = list(Stage)


@require_safe
@staff_only
def show(request: StaffRequest, lead_id: int) -> HttpResponse:
    person, at = request.staff, timezone.now()
    lead = lead_page_for(person, lead_id)
    context = {
        "place": "today",
        "lead": lead,
        "name": name_of(lead),
        "is_mine": lead.owner_id == person.pk,
        "channel": channel_in_words(lead.channel, lead.provider),
        "owner_reason": owner_reason_in_words(lead.owner_reason),
        "is_lost": lead.state == State.LOST,
        "stage_at": STAGES.index(Stage(lead.stage)) + 1,
        "phone_shown": show_phone(lead.phone) if lead.phone else "",
        "way": ways_out(lead),
        **_next(lead, person, at),
        **_car(lead, person),
        "talk": _talk(lead, person, at),
    }
    in_column = request.htmx.target == "detail"
    context["in_column"] = in_column
    return render(request, "lead/_column.html" if in_column else "lead/lead.html", context)


def _next(lead: Lead, person: Staff, at: datetime) -> dict[str, Any]:
    """What is to be done, and by when."""
    reading, counts = reading_of(lead, reader_of(person, at))
    return {
        "reading": reading,
        "counts": counts,
        "tried": lead.waits_for_us and lead.next_text in TRIED,
        "next_text": next_text_in_words(lead.next_text),
    }


def _car(lead: Lead, person: Staff) -> dict[str, Any]:
    """What it is about, and how sure we are; without a car `car` alone."""
    car = lead.vehicle
    if car is None:
        return {"car": None}
    return {
        "car": car,
        "price": price_of(car),
        "days": days_standing(car, timezone.localdate()),
        "plate_state": plate_state(car),
        "band": BANDS.get(person.dealership.country, ""),
        "car_read": lead.vehicle_confidence < SURE,
        "car_reason": vehicle_reason_in_words(lead.vehicle_reason),
    }


def _talk(lead: Lead, person: Staff, at: datetime) -> list[Entry]:
    messages, events = thread_of(lead.customer_id), events_of_lead(lead.pk)
    stand = standings(messages, said_about(messages))
    return talk(messages, stand, events, names_of(person.dealership), of=lead, at=at)
