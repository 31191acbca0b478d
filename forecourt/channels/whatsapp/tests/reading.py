"""Reading a sample, and short ways to write down what is expected of it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from forecourt.capture.inquiry import Context, Identity, Person, Reading
from forecourt.channels.whatsapp.parse import parse

SAMPLES = Path(__file__).parent.parent / "samples"
CONTEXT = Context(received_at=datetime(2026, 11, 19, 12, tzinfo=UTC))
LOT = "109876543210987"


def read(name: str) -> Reading:
    return parse((SAMPLES / name).read_bytes(), CONTEXT)


def at(hour: int, minute: int, second: int = 0, day: int = 19) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


def person(name: str, number: str, *users: str) -> Person:
    identities = [Identity("whatsapp", number)] if number else []
    identities += [Identity("whatsapp_user", user) for user in users]
    phones = ("+" + number,) if number else ()
    return Person(name=name, phones=phones, identities=tuple(identities))


def wamid(code: str) -> str:
    return f"wamid.HBgMc2FtcGxlLT{code}="


JONAS = person("Jonas Becker", "491713920042", "DE.84120033915527")
TOMEK = person("Tomek", "48512000033", "PL.55310098127744")
FATIMA = person("Fatima A.", "971501234567", "AE.70019238845510")
LENA = person("Lena", "", "DE.91827364554637281")


def delivery(value: dict[str, Any], field: str = "messages") -> bytes:
    metadata = {"phone_number_id": LOT, "display_phone_number": "493023125000"}
    change = {"field": field, "value": {"metadata": metadata} | value}
    root = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    return json.dumps(root).encode()


def message(**facts: Any) -> Reading:
    base = {"from": "491713920042", "id": "wamid.1", "timestamp": "1795082400"}
    return parse(delivery({"messages": [base | facts]}), CONTEXT)
