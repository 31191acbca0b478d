"""Links that sign one person in, once."""

from datetime import datetime

from django.conf import settings

from forecourt.dealership.models import Staff
from forecourt.dealership.verbs.invite import invite


def sign_in_link(person: Staff, *, at: datetime, by: Staff | None = None) -> str:
    """A fresh address for `person`, good for a week and for one use."""
    return f"{settings.PUBLIC_URL}/welcome/{invite(person, at=at, by=by)}/"
