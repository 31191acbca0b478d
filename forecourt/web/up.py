"""Whether the house is well: the database answers and the workers are alive."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from forecourt.outbox.models import Heartbeat

ALIVE_WITHIN = timedelta(minutes=1)


def up(request: HttpRequest) -> HttpResponse:
    """200 "up", else 503 with the reason in one word."""
    try:
        alive = Heartbeat.objects.filter(
            worker="reader", at__gte=timezone.now() - ALIVE_WITHIN
        ).exists()
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse(
        "up\n" if alive else "worker\n", status=200 if alive else 503, content_type="text/plain"
    )
