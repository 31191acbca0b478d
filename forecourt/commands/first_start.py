"""The one-time link to the setup, as long as no lot is set up."""

from django.utils import timezone

from forecourt.channels.verbs.connect_all import connect_all
from forecourt.dealership.models import Dealership, Role, Staff
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.add_staff import add_staff
from forecourt.dealership.verbs.found import found
from forecourt.dealership.verbs.invite import invite

OWNER_TO_BE = "owner@forecourt.invalid"


def setup_link(url: str) -> str | None:
    """A fresh link that signs the owner-to-be in into the setup; None once a lot is set up."""
    if Dealership.objects.filter(set_up_at__isnull=False).exists():
        return None
    at = timezone.now()
    owner = Staff.objects.filter(email=OWNER_TO_BE).select_related("dealership").first()
    if owner is None:
        dealership = found("", country="DE", language="en", at=at)
        with acting_for(dealership):
            owner = add_staff(dealership, email=OWNER_TO_BE, name="", role=Role.OWNER, at=at)
            connect_all(dealership, at=at)
    with acting_for(owner.dealership):
        return f"{url}/welcome/{invite(owner, at=at)}/"
