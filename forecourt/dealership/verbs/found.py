"""Open a lot: name, country, presets that work from the first minute."""

import secrets
from datetime import datetime, time

from django.db import transaction
from django.utils.text import slugify

from forecourt.dealership.models import Dealership, OpeningWindow
from forecourt.dealership.scope import acting_for
from forecourt.timeline.happened import happened

PRESETS = {
    "DE": {"timezone": "Europe/Berlin", "currency": "EUR", "language": "de"},
    "PL": {"timezone": "Europe/Warsaw", "currency": "PLN", "language": "pl"},
    "GB": {"timezone": "Europe/London", "currency": "GBP", "language": "en"},
    "AE": {"timezone": "Asia/Dubai", "currency": "AED", "language": "en"},
}
OPENS, CLOSES, CLOSES_SATURDAY = time(9), time(18), time(14)


def found(name: str, *, country: str, at: datetime, language: str = "") -> Dealership:
    """A lot that is open Monday to Friday 9 to 18 and Saturday 9 to 14 until it says otherwise."""
    preset = PRESETS.get(
        country, {"timezone": "Europe/Berlin", "currency": "EUR", "language": "en"}
    )
    with transaction.atomic():
        dealership = Dealership.objects.create(
            name=name,
            slug=_free_slug(name),
            country=country,
            timezone=preset["timezone"],
            currency=preset["currency"],
            language=language or preset["language"],
            created_at=at,
        )
        with acting_for(dealership):
            days = [(day, CLOSES) for day in range(5)] + [(5, CLOSES_SATURDAY)]
            OpeningWindow.objects.bulk_create(
                OpeningWindow(dealership=dealership, weekday=day, opens=OPENS, closes=closes)
                for day, closes in days
            )
            happened("dealership.founded", dealership, at=at)
    return dealership


def _free_slug(name: str) -> str:
    slug = slugify(name)[:48] or "lot"
    return (
        slug
        if not Dealership.objects.filter(slug=slug).exists()
        else f"{slug}-{secrets.token_hex(3)}"
    )
