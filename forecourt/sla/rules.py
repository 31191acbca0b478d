"""How long a person has, as the owner set it."""

from datetime import datetime, timedelta

from forecourt.dealership.calendar import calendar_of
from forecourt.dealership.hours import NeverOpen
from forecourt.dealership.models import Dealership
from forecourt.dealership.remembered import remembered
from forecourt.sla.models import Rule, Trigger

DEFAULT_MINUTES = 15
PRESETS = {"": 15, "whatsapp": 5, "call": 15}


def rule_for(dealership: Dealership, trigger: Trigger, channel: str) -> Rule | None:
    """The rule in force: the channel's own, else the one for any channel."""
    rules = remembered("rules", dealership, _in_force)
    return rules.get((trigger, channel)) or rules.get((trigger, ""))


def _in_force(dealership: Dealership) -> dict[tuple[str, str], Rule]:
    return {
        (rule.trigger, rule.channel): rule for rule in Rule.objects.filter(until_at__isnull=True)
    }


def due_after(dealership: Dealership, start: datetime, minutes: int) -> datetime:
    """The moment when so many trading minutes have passed; for a lot never open, plain minutes."""
    calendar = calendar_of(dealership)
    try:
        return calendar.add(start, minutes)
    except NeverOpen:
        return start + timedelta(minutes=minutes)
