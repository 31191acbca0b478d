"""The one-time link to the setup, as long as no lot is set up."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from forecourt.channels.verbs.connect_all import connect_all
from forecourt.dealership.models import Dealership, Role, Staff
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.add_staff import AddressIsTaken, add_staff
from forecourt.dealership.verbs.found import found
from forecourt.dealership.verbs.invite import invite

OWNER_TO_BE = "owner@forecourt.invalid"


def say_where_to_begin(url: str) -> None:
    """Print the link to the setup as long as nobody has gone through it."""
    link = setup_link(url)
    if link:
        print(f"Set up your lot: {link}", flush=True)


def setup_link(url: str) -> str | None:
    """A fresh link that signs the owner-to-be in into the setup; None once a lot is set up."""
    if Dealership.objects.filter(set_up_at__isnull=False).exists():
        return None
    at = timezone.now()
    owner = _owner_to_be() or _make_owner_to_be(at)
    with acting_for(owner.dealership):
        return f"{url}/welcome/{invite(owner, at=at)}/"


def _owner_to_be() -> Staff | None:
    """Who began the setup, under whatever address by now: a lost browser must not end it."""
    begun = Staff.objects.filter(role=Role.OWNER, is_active=True, dealership__set_up_at=None)
    return begun.select_related("dealership").order_by("id").first()


def _make_owner_to_be(at: datetime) -> Staff:
    """A lot without a name and its owner. Where several servers start at once one of them wins."""
    try:
        with transaction.atomic():
            dealership = found("", country="DE", language="en", at=at)
            with acting_for(dealership):
                owner = add_staff(dealership, email=OWNER_TO_BE, name="", role=Role.OWNER, at=at)
                connect_all(dealership, at=at)
            return owner
    except (AddressIsTaken, IntegrityError):
        owner_of_another = _owner_to_be()
        if owner_of_another is None:
            raise
        return owner_of_another
