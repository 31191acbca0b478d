"""Go on with a lead without asking anyone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forecourt.conversations.queries import said_about, thread_of
from forecourt.conversations.thread import standings
from forecourt.customers.phones import show_phone
from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.names import names_of
from forecourt.leads.access import lead_page_for
from forecourt.leads.models import Stage, State
from forecourt.leads.reasons import (
    TRIED,
    channel_in_words,
    next_text_in_words,
    owner_reason_in_words,
    vehicle_reason_in_words,
)
from forecourt.timeline.queries import events_of_lead
from forecourt.web.lead.talk import talk
from forecourt.web.lead.ways_out import ways_out
from forecourt.web.today.rows import BANDS, PLATE_STATES, name_of, price_of, reader_of, reading_of

STAGES = list(Stage)


@require_safe
@staff_only
def show(request: StaffRequest, lead_id: int) -> HttpResponse:
    person, at = request.staff, timezone.now()
    lead = lead_page_for(person, lead_id)
    messages = thread_of(lead.customer_id)
    events = events_of_lead(lead.pk)
    reading, counts = reading_of(lead, reader_of(person, at))
    car = lead.vehicle
    context = {
        "place": "today",
        "lead": lead,
        "name": name_of(lead),
        "reading": reading,
        "counts": counts,
        "tried": lead.waits_for_us and lead.next_text in TRIED,
        "is_mine": lead.owner_id == person.pk,
        "channel": channel_in_words(lead.channel, lead.provider),
        "owner_reason": owner_reason_in_words(lead.owner_reason),
        "next_text": next_text_in_words(lead.next_text),
        "is_lost": lead.state == State.LOST,
        "stage_at": STAGES.index(Stage(lead.stage)) + 1,
        "car": car,
        "price": price_of(car) if car else "",
        "days": (timezone.localdate() - car.stocked_on).days if car else None,
        "plate_state": PLATE_STATES.get(car.status, "") if car else "",
        "band": BANDS.get(person.dealership.country, ""),
        "car_read": bool(car) and lead.vehicle_confidence < 100,
        "car_reason": vehicle_reason_in_words(lead.vehicle_reason),
        "phone_shown": show_phone(lead.phone) if lead.phone else "",
        "way": ways_out(lead),
        "talk": talk(
            messages,
            standings(messages, said_about(messages)),
            events,
            names_of(person.dealership),
            of=lead,
            at=at,
        ),
    }
    in_column = request.htmx.target == "detail"  # type: ignore[attr-defined]
    context["in_column"] = in_column
    return render(request, "lead/_column.html" if in_column else "lead/lead.html", context)
