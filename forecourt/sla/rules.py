"""How long a person has, as the owner set it."""

from datetime import datetime, timedelta

from forecourt.dealership.calendar import calendar_of
from forecourt.dealership.hours import NeverOpen
from forecourt.dealership.models import Dealership
from forecourt.dealership.remembered import remembered
from forecourt.sla.models import Rule, Trigger

DEFAULT_MINUTES = 15
PROPOSED = {"": 15, "whatsapp": 5, "calls": 15}  # by channel, when a lot is set up


def rule_for(dealership: Dealership, trigger: Trigger, channel: str) -> Rule | None:
    """The rule in force: the channel's own, else the one for any channel."""
    rules = remembered("rules", dealership, _in_force)
    return rules.get((trigger, channel)) or rules.get((trigger, ""))


def has_rules(dealership: Dealership) -> bool:
    """Whether the owner has set any."""
    return bool(remembered("rules", dealership, _in_force))


def terms(dealership: Dealership, trigger: Trigger, channel: str) -> tuple[int, int | None]:
    """Trading minutes to answer within, and the id of the rule that says so, if there is one."""
    first = Trigger.FIRST_RESPONSE
    rule = rule_for(dealership, trigger, channel) or rule_for(dealership, first, channel)
    return (rule.minutes, rule.pk) if rule else (DEFAULT_MINUTES, None)


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
