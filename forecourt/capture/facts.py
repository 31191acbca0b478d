"""What an inquiry stated, as the message keeps it."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from forecourt.capture.inquiry import Inquiry

KEPT = ("vehicle", "trade_ins", "finance", "attachments", "call", "wish", "reply_to", "extra")


def facts_of(inquiry: Inquiry) -> dict[str, Any]:
    """The stated facts without the empty ones, as plain JSON."""
    stated = ((name, value) for name in KEPT if (value := getattr(inquiry, name)))
    return {name: plain for name, value in stated if (plain := as_plain(value))}


def as_plain(value: Any) -> Any:
    """Dataclasses, money and times as JSON; empty values left out of objects."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = ((field.name, as_plain(getattr(value, field.name))) for field in fields(value))
        return {name: part for name, part in parts if part not in (None, "", [], {})}
    if isinstance(value, dict):
        return {str(name): as_plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [as_plain(part) for part in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value
