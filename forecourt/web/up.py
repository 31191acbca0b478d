"""Whether the house is well: the database answers and the workers are alive."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from forecourt.outbox.queries import alive_since

ALIVE_WITHIN = timedelta(minutes=1)
NEEDED = frozenset({"reader", "watcher"})  # nothing comes in, or no clock runs out, without them


def up(request: HttpRequest) -> HttpResponse:
    """200 "up", else 503 with "database", or "worker" and the names of those that are silent."""
    since = timezone.now() - ALIVE_WITHIN
    try:
        alive = alive_since(since)
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    if silent := NEEDED - alive:
        words = f"worker {' '.join(sorted(silent))}\n"
        return HttpResponse(words, status=503, content_type="text/plain")
    return HttpResponse("up\n", content_type="text/plain")
