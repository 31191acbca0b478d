"""A form that was kept on the phone may come twice; its id counts once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from forecourt.capture.verbs.count_once import count_once
from forecourt.dealership.middleware import StaffRequest


@contextmanager
def once(request: StaffRequest, *, at: datetime) -> Iterator[bool]:
    """A transaction around the verb; True if this form was not seen before."""
    made_on_phone = request.POST.get("client_id", "")[:80]
    with transaction.atomic():
        yield not made_on_phone or count_once(request.staff.dealership, made_on_phone, at=at)
