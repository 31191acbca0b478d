"""A signed mark in each form: which form it is, and since when the visitor has had it."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing

SALT = "forecourt.public.form"
LONGEST_S = 2 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Ticket:
    """`id` names this one sending; `opened_at` is None for a mark that is not ours or too old."""

    id: str
    opened_at: datetime | None

    def elapsed_ms(self, at: datetime) -> int:
        """How long the visitor had the form; 0 for a mark that nobody gave out."""
        if self.opened_at is None:
            return 0
        return max(int((at - self.opened_at).total_seconds() * 1000), 0)


def new_ticket(slug: str, at: datetime) -> str:
    told = {"lot": slug, "id": secrets.token_hex(12), "at": at.timestamp()}
    return signing.dumps(told, salt=SALT, compress=True)


def read_ticket(text: str, slug: str) -> Ticket:
    """The mark that came back with the form."""
    try:
        told = signing.loads(text[:600], salt=SALT, max_age=LONGEST_S)
        if told["lot"] != slug:
            raise signing.BadSignature("another lot's form")
        return Ticket(str(told["id"]), datetime.fromtimestamp(told["at"], tz=UTC))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return Ticket(secrets.token_hex(12), None)
