"""Who gets a lead, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from forecourt.dealership.duty import roster_of
from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import Lead


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
    latest = dict(
        Lead.objects.filter(owner__in=[person.pk for person in people])
        .values_list("owner_id")
        .annotate(latest=Max("id"))
    )
    return min(people, key=lambda person: (latest.get(person.pk, 0), person.pk))
