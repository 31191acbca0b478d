"""A token bucket per sender and lot, in rows, so that every process counts alike."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from forecourt.dealership.models import Dealership
from forecourt.public.models import Bucket

HOLDS = 8.0  # inquiries at once
REFILL_PER_HOUR = 12.0
FORGOTTEN_AFTER = timedelta(days=2)
TRIES = 5


def take_token(dealership: Dealership, address: str, *, at: datetime) -> bool:
    """Whether this sender may ask once more now. Over the limit is False, never an error.

    Compare-and-set: two posts at once never take the same token.
    """
    sender = _sender(address)
    for _ in range(TRIES):
        bucket = Bucket.objects.filter(sender=sender).first()
        if bucket is None:
            try:
                with transaction.atomic():
                    Bucket.objects.create(
                        dealership=dealership, sender=sender, tokens=HOLDS - 1, at=at
                    )
                Bucket.objects.filter(at__lt=at - FORGOTTEN_AFTER).delete()
                return True
            except IntegrityError:
                continue
        hours = max((at - bucket.at).total_seconds(), 0) / 3600
        left = min(bucket.tokens + hours * REFILL_PER_HOUR, HOLDS)
        if left < 1:
            return False
        same = Bucket.objects.filter(pk=bucket.pk, tokens=bucket.tokens, at=bucket.at)
        if same.update(tokens=left - 1, at=max(at, bucket.at)):
            return True
    return False


def _sender(address: str) -> str:
    """A hash that nobody turns back into an address without the house's key."""
    keyed = salted_hmac("forecourt.public.limit", address, secret=settings.SECRET_KEY)
    return keyed.hexdigest()[:32]
