"""Set how long a person has to answer."""

from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.remembered import settings_changed
from forecourt.sla.models import Rule, Trigger
from forecourt.timeline.happened import happened


def set_rule(
    dealership: Dealership,
    trigger: Trigger,
    channel: str,
    minutes: int,
    *,
    by: Staff | None,
    at: datetime,
) -> Rule:
    """Put a new version in force; clocks that run keep the rule they started under."""
    with transaction.atomic():
        old = Rule.objects.filter(trigger=trigger, channel=channel, until_at__isnull=True).first()
        if old is not None and old.minutes == minutes:
            return old
        Rule.objects.filter(trigger=trigger, channel=channel, until_at__isnull=True).update(
            until_at=at
        )
        rule: Rule = Rule.objects.create(
            dealership=dealership,
            trigger=trigger,
            channel=channel,
            minutes=minutes,
            version=(old.version if old else 0) + 1,
            from_at=at,
        )
        settings_changed(dealership)
        happened("rule.set", rule, by=by, at=at, minutes=minutes, channel=channel)
    return rule
