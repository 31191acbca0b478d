"""A program's key ends."""

from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import ApiToken, Staff
from forecourt.dealership.remembered import something_changed
from forecourt.timeline.happened import happened


def revoke_token(token: ApiToken, *, by: Staff, at: datetime) -> None:
    """From now on the key opens nothing. Safe to repeat."""
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
            token.revoked_at = at
            something_changed()
            happened("token.revoked", token, by=by, at=at)
