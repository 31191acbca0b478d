"""Whose token this is."""

from dataclasses import dataclass
from time import monotonic

from forecourt.dealership.models import ApiToken, Dealership
from forecourt.dealership.remembered import changes_seen
from forecourt.dealership.scope import all_dealerships
from forecourt.dealership.verbs.issue_token import hash_of_token

REMEMBERED_S = 5.0
MOST_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class _Remembered:
    dealership: Dealership
    until: float  # monotonic seconds
    changes: int


_remembered: dict[str, _Remembered] = {}


def dealership_of(token: str) -> Dealership | None:
    """The lot that a token opens; None for a token that is unknown or revoked.

    Remembered for REMEMBERED_S at most, so another process may honour a revoked token that long;
    this process forgets at once, also when the lot's settings change.
    """
    token_hash = hash_of_token(token)
    changes = changes_seen()
    known = _remembered.get(token_hash)
    if known is not None and known.until > monotonic() and known.changes == changes:
        return known.dealership
    with all_dealerships():
        row = (
            ApiToken.objects.filter(token_hash=token_hash, revoked_at__isnull=True)
            .select_related("dealership")
            .first()
        )
    if row is None:
        _remembered.pop(token_hash, None)
        return None
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    _remembered[token_hash] = _Remembered(row.dealership, monotonic() + REMEMBERED_S, changes)
    return row.dealership
