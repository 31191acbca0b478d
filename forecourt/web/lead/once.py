"""A form that was kept on the phone may come twice; its id counts once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from forecourt.capture.models import IdempotencyKey
from forecourt.dealership.middleware import StaffRequest


@contextmanager
def once(request: StaffRequest, *, at: datetime) -> Iterator[bool]:
    """A transaction around the verb; True if this form was not seen before.

    Two deliveries may race: the unique key makes the second wait for the first, then skip.
    """
    made_on_phone = request.POST.get("client_id", "")[:80]
    with transaction.atomic():
        if not made_on_phone:
            yield True
            return
        _, is_first = IdempotencyKey.objects.get_or_create(
            dealership=request.staff.dealership,
            key=f"form:{made_on_phone}",
            defaults={"request_hash": "", "status": 204, "at": at},
        )
        yield is_first
