from django.urls import path

from forecourt.web.lead import (
    attempt,
    cover,
    later,
    lead,
    lost,
    more,
    next_step,
    note,
    owner,
    reopening,
    undo,
    vehicle,
)

urlpatterns = [
    path("leads/<int:lead_id>/", lead.show),
    path("leads/<int:lead_id>/more/", more.show),
    path("leads/<int:lead_id>/attempt/", attempt.attempt),
    path("leads/<int:lead_id>/later/", later.later),
    path("leads/<int:lead_id>/next-step/", next_step.next_step),
    path("leads/<int:lead_id>/owner/", owner.owner),
    path("leads/<int:lead_id>/cover/", cover.cover),
    path("leads/<int:lead_id>/note/", note.note),
    path("leads/<int:lead_id>/lost/", lost.lost),
    path("leads/<int:lead_id>/reopening/", reopening.reopening),
    path("leads/<int:lead_id>/vehicle/", vehicle.choose),
    path("leads/<int:lead_id>/vehicle/confirmed/", vehicle.confirm),
    path("leads/<int:lead_id>/undo/<int:event_id>/", undo.undo),
]
