"""Keys for programs."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import ApiToken, Dealership, Staff
from forecourt.timeline.happened import happened


def issue_token(dealership: Dealership, name: str, *, at: datetime, by: Staff | None = None) -> str:
    """A bearer token for the API, shown once."""
    token = f"fc_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        row = ApiToken.objects.create(
            dealership=dealership, name=name[:80], token_hash=hash_of_token(token), created_at=at
        )
        happened("token.issued", row, by=by, at=at)
    return token


def hash_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
