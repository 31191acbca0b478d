"""A link that signs one person in, once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from forecourt.dealership.models import Invitation, Staff
from forecourt.dealership.scope import all_dealerships
from forecourt.timeline.happened import happened

GOOD_FOR = timedelta(days=7)


class SpentInvitation(Exception):
    """The link was used, is too old, or never was."""


def invite(person: Staff, *, at: datetime, by: Staff | None = None) -> str:
    """The secret part of a link good for a week. Only its hash is kept; older links end."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        older = Invitation.objects.filter(staff=person, used_at__isnull=True, expires_at__gt=at)
        older.update(expires_at=at)
        Invitation.objects.create(
            dealership_id=person.dealership_id,
            staff=person,
            token_hash=_hash(token),
            created_at=at,
            expires_at=at + GOOD_FOR,
        )
        happened("staff.invited", person, by=by, at=at)
    return token


def accept_invitation(token: str, *, at: datetime) -> Staff:
    """The person whose link this is; the link is spent. Raises SpentInvitation.

    Two taps may race: the one whose update counts is the person, the other is told it is spent.
    """
    with all_dealerships(), transaction.atomic():
        invitation = (
            Invitation.objects.filter(token_hash=_hash(token))
            .select_related("staff__dealership")
            .first()
        )
        if invitation is None or not invitation.is_good(at):
            raise SpentInvitation
        if not Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=at):
            raise SpentInvitation
        happened("staff.invitation_used", invitation.staff, by=invitation.staff, at=at)
    return invitation.staff


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
