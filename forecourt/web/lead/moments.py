"""A day and time that a person typed into a form of a lead."""

from collections.abc import Mapping
from datetime import datetime

from forecourt.dealership.models import Dealership
from forecourt.leads.reach import FURTHEST
from forecourt.web.typed_moment import typed_moment


def own_moment(given: Mapping[str, str], lot: Dealership, at: datetime) -> datetime | None:
    """The moment of the field `own`, in the lot's time; None if there is none, or not ahead."""
    moment = typed_moment(given.get("own", ""), lot)
    return moment if moment is not None and at < moment < at + FURTHEST else None
