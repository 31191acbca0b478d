"""Which workers are alive."""

from datetime import datetime

from forecourt.outbox.models import Heartbeat


def alive_since(moment: datetime) -> set[str]:
    """Names of the workers that gave a sign of life at or after `moment`."""
    return set(Heartbeat.objects.filter(at__gte=moment).values_list("worker", flat=True))
