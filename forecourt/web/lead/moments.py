"""A day and time that a person typed into a form."""

from collections.abc import Mapping
from datetime import datetime

from forecourt.dealership.hours import moment_of
from forecourt.dealership.models import Dealership
from forecourt.leads.reach import FURTHEST


def own_moment(given: Mapping[str, str], lot: Dealership, at: datetime) -> datetime | None:
    """The moment of the field `own`, in the lot's time; None if there is none, or not ahead."""
    try:
        local = datetime.fromisoformat(given.get("own", ""))
    except ValueError:
        return None
    moment = moment_of(local.replace(tzinfo=None), lot.zone)
    return moment if at < moment < at + FURTHEST else None
