"""Who gets a lead, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from forecourt.dealership.duty import roster_of
from forecourt.dealership.models import Dealership, Staff


class NobodyToAsk(Exception):
    """The lot has no active person who sells."""


@dataclass(frozen=True, slots=True)
class Choice:
    owner: Staff
    reason: str  # last_owner, only_one_on_duty, longest_without, nobody_on_duty


def choose_owner(dealership: Dealership, *, last_owner_id: int | None, at: datetime) -> Choice:
    """The person who knows the customer if on duty, else whoever waited longest for a lead.

    When nobody is on duty the same rule runs over everybody who sells: a lead never has no owner.
    Raises NobodyToAsk for a lot without sellers.
    """
    roster = roster_of(dealership)
    if not roster.sellers:
        raise NobodyToAsk(dealership)
    known = roster.find(last_owner_id)
    if known is not None and not roster.is_away(known.pk, at):
        return Choice(known, "last_owner")
    on_duty = roster.on_duty(at)
    if len(on_duty) == 1:
        return Choice(on_duty[0], "only_one_on_duty")
    reason = "longest_without" if on_duty else "nobody_on_duty"
    return Choice(_longest_without(on_duty or roster.sellers), reason)


def _longest_without(people: tuple[Staff, ...]) -> Staff:
    """One look-up per person in one statement: a GROUP BY would read every lead they ever had."""
    newest = "(SELECT MAX(id) FROM leads_lead WHERE dealership_id = %s AND owner_id = %s)"
    values = [part for person in people for part in (person.dealership_id, person.pk)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([newest] * len(people))}", values)
        latest = cursor.fetchone()
    return min(zip(people, latest, strict=True), key=lambda one: (one[1] or 0, one[0].pk))[0]
