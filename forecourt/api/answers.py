"""Answers, and the few values that look alike everywhere in them."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

Json = dict[str, Any]
LARGEST_ID = 2**63 - 1


def answer(body: Json, status: int = 200) -> HttpResponse:
    return HttpResponse(
        json.dumps(body, separators=(",", ":")),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def moment(at: datetime | None) -> str | None:
    """RFC 3339 in UTC."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def money(amount: Decimal | None, currency: str) -> Json | None:
    return None if amount is None else {"amount": f"{amount:.2f}", "currency": currency}


def number_of(opaque: str | None) -> int | None:
    """The row number in an id; None for anything that no row can have."""
    if opaque is None or not (opaque.isascii() and opaque.isdigit() and len(opaque) <= 19):
        return None
    number = int(opaque)
    return number if number <= LARGEST_ID else None
