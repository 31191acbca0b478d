"""Write down that a person's way of signing in changed."""

from datetime import datetime

from forecourt.dealership.models import Staff
from forecourt.timeline.happened import happened


def secured(person: Staff, what: str, *, at: datetime, by: Staff | None = None) -> None:
    """`what` is "passkey_added", "passkey_removed", "app_added", "codes_renewed" …"""
    happened("staff.sign_in_changed", person, by=by or person, at=at, what=what)
