"""A filled form to the bytes that the form channel stores and reads."""

import json
import re
from collections.abc import Mapping
from datetime import datetime

from forecourt.capture.envelope import Envelope
from forecourt.capture.models import Connection
from forecourt.capture.verbs.store import row_of, store
from forecourt.channels.form.receive import dedupe
from forecourt.public.ticket import Ticket
from forecourt.stock.models import Vehicle

LONGEST = {"message": 4000, "name": 160, "phone": 60, "email": 254}
OFFERED = {"trade_in_plate": 20, "trade_in_vin": 30, "trade_in_mileage": 20, "trade_in_text": 200}
_DIGIT = re.compile(r"\d")


def says_how_to_reach(fields: Mapping[str, str]) -> bool:
    """Whether there is a number or an address to answer to."""
    phone, email = fields.get("phone", ""), fields.get("email", "").strip()
    return len(_DIGIT.findall(phone)) >= 5 or bool(re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", email))


def body_of(
    fields: Mapping[str, str],
    *,
    ticket: Ticket,
    vehicle: Vehicle | None,
    language: str,
    at: datetime,
    is_over_limit: bool,
) -> bytes:
    """The inquiry as JSON in the form channel's words. `_over_limit` asks to hold it as spam."""
    told: dict[str, object] = {
        name: fields.get(name, "").strip()[:most] for name, most in {**LONGEST, **OFFERED}.items()
    }
    told["website"] = fields.get("website", "")[:200]
    told["kind"] = "finance" if fields.get("finance") else "inquiry"
    told |= {"id": f"form-{ticket.id}", "language": language, "elapsed_ms": ticket.elapsed_ms(at)}
    if vehicle is not None:
        told |= _car(vehicle)
    if is_over_limit:
        told["_over_limit"] = True
    return json.dumps({name: value for name, value in told.items() if value != ""}).encode()


def _car(vehicle: Vehicle) -> dict[str, object]:
    return {
        "car": vehicle.title,
        "vin": vehicle.vin,
        "stock_number": vehicle.stock_number,
        "ad_id": vehicle.public_key,
        "make": vehicle.make,
        "model": vehicle.model,
        "year": str(vehicle.year or ""),
    }


def keep(door: Connection, body: bytes, *, at: datetime, remote: str) -> None:
    """Commit the bytes; the reader makes a lead of them. Raises DatabaseError if it could not."""
    headers = {"content-type": "application/json"}
    envelope = Envelope("form", body, at, headers=headers, remote=remote)
    store([row_of(door, envelope, dedupe(envelope))])
