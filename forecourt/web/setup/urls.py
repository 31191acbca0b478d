"""Seven steps; each has a preset that works, so Next is always possible."""

from django.urls import path

from forecourt.web.setup import steps, try_out

urlpatterns = [
    path("setup/", steps.begin, name="setup"),
    path("setup/lot/", steps.lot),
    path("setup/hours/", steps.hours),
    path("setup/people/", steps.people),
    path("setup/replies/", steps.replies),
    path("setup/channels/", steps.channels),
    path("setup/stock/", steps.stock),
    path("setup/phone/", steps.phone),
    path("setup/test/", try_out.test_lead),
    path("setup/test/<int:inbound_id>/", try_out.arrival),
]
