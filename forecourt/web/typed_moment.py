"""A day and time as a form sends it, in the lot's time."""

from datetime import datetime

from forecourt.dealership.hours import moment_of
from forecourt.dealership.models import Dealership


def typed_moment(text: str, lot: Dealership) -> datetime | None:
    """The moment of "2026-11-20T16:30"; None for anything else and for no day of a calendar."""
    try:
        return moment_of(datetime.fromisoformat(text[:16]).replace(tzinfo=None), lot.zone)
    except (ValueError, OverflowError):
        return None
