"""Deliveries for benchmarks: each from another person about one of the lot's cars."""

import hashlib
import hmac
import json
import time


def whatsapp_body(number: int) -> bytes:
    """A text message of the Cloud API (see the channel's samples) from sender `number`."""
    phone = f"4915{number:09d}"
    message = {
        "from": phone,
        "id": f"wamid.bench{number}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {
            "body": f"Guten Tag, ist der Wagen F-{2050 + number % 20} noch da? Nummer {number}."
        },
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "493023125100", "phone_number_id": "106540352242922"},
        "contacts": [{"profile": {"name": f"Buyer {number}"}, "wa_id": phone}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    entry = {"id": "102290129340398", "changes": [change]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def signed(body: bytes, secret: str) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}"}


def api_body(number: int) -> bytes:
    """A lead as a program posts it."""
    return json.dumps(
        {
            "source": "website",
            "name": f"Buyer {number}",
            "phone": f"+4916{number:09d}",
            "email": f"buyer{number}@example.com",
            "vehicle": {"stock_number": f"F-{2050 + number % 20}"},
            "message": "Is this car still available? I could come on Saturday.",
        }
    ).encode()
