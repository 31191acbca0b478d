from django.urls import path

from forecourt.web.inbox import held, inbox, original

urlpatterns = [
    path("inbox/", inbox.inbox),
    path("inbox/original/<int:inbound_id>/", original.show),
    path("inbox/original/<int:inbound_id>/download/", original.download),
    path("inbox/held/<int:inbound_id>/replay/", held.replayed),
    path("inbox/held/<int:inbound_id>/dismissed/", held.dismissed),
]
