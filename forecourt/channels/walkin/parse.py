"""The fields of a capture sheet to an inquiry."""

import re
from collections.abc import Mapping
from datetime import datetime

from forecourt.capture.inquiry import Car, Context, Inquiry, Person, Reading, Source, held
from forecourt.channels.cleaning import clean, safe_json

CHANNELS = ("walkin", "calls", "whatsapp", "facebook", "other")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_DIGIT = re.compile(r"\d")


def parse(body: bytes, context: Context) -> Reading:
    """The inquiry of a sheet stored as JSON; held if nobody could be reached."""
    try:
        fields = safe_json(body)
    except ValueError:
        return held("unreadable", "This is no capture sheet.")
    if not isinstance(fields, dict):
        return held("unreadable", "This is no capture sheet.")
    inquiry = read_sheet(
        {str(name): str(value) for name, value in fields.items() if value is not None}
    )
    if not (inquiry.person.name or inquiry.person.phones):
        return held("unreadable", "The sheet has neither phone nor name.")
    return Reading((inquiry,))


def read_sheet(fields: Mapping[str, str], *, car: Car | None = None) -> Inquiry:
    """The inquiry that the sheet's fields make. `car` is the one that was picked, if any.

    `client_id` was made on the phone: the same id again is the same inquiry. `written_at` is when
    it was typed, for sheets that waited for a signal.
    """
    channel = fields.get("source", "")
    phone = _line(fields, "phone", 60)
    said = _line(fields, "car", 120)
    client = fields.get("client_id", "")
    return Inquiry(
        kind="visit",
        source=Source(channel if channel in CHANNELS else "walkin"),
        provider_id=f"sheet:{client}" if _ID.fullmatch(client) else "",
        person=Person(
            name=_line(fields, "name", 120),
            phones=(phone,) if len(_DIGIT.findall(phone)) >= 5 else (),
        ),
        message=clean(fields.get("note", ""), 4000).strip(),
        vehicle=car or (Car(text=said) if said else None),
        trade_ins=(Car(interest="trade-in"),) if fields.get("trade_in") else (),
        acted_at=_moment(fields.get("written_at", "")),
    )


def _line(fields: Mapping[str, str], name: str, most: int) -> str:
    return " ".join(clean(fields.get(name, ""), most).split())


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return found if found.tzinfo else None
