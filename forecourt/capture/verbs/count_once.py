"""A form that waited on a phone may be sent twice; it counts once."""

from datetime import datetime

from forecourt.capture.models import IdempotencyKey
from forecourt.dealership.models import Dealership


def count_once(dealership: Dealership, form_id: str, *, at: datetime) -> bool:
    """Whether the form of that id comes for the first time. Call in the transaction of its act.

    Two deliveries may race: the unique key makes the second wait for the first.
    """
    _, is_first = IdempotencyKey.objects.get_or_create(
        dealership=dealership,
        key=f"form:{form_id}",
        defaults={"request_hash": "", "status": 204, "at": at},
    )
    return bool(is_first)
