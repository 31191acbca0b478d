"""The door of the WhatsApp Cloud API: X-Hub-Signature-256 over the raw body, GET handshake."""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from forecourt.capture.envelope import Answer, Envelope
from forecourt.channels.signing import hex_hmac, same, signed_sha256

PROOF = "signature"
SECRETS = ("app_secret", "verify_token")
SETTINGS = ("receiver",)  # phone_number_id of the lot's own number
MAX_BYTES = 4 * 1024 * 1024

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{1,200}")


def prove(envelope: Envelope, secrets: Mapping[str, str]) -> bool:
    header = envelope.header("x-hub-signature-256")
    return signed_sha256(secrets.get("app_secret", ""), envelope.body, header)


def sign(body: bytes, url: str, content_type: str, secrets: Mapping[str, str]) -> dict[str, str]:
    """The proof that Meta sends along, for feeding samples."""
    return {"X-Hub-Signature-256": "sha256=" + hex_hmac(secrets.get("app_secret", ""), body)}


def dedupe(envelope: Envelope) -> str:
    return hashlib.sha256(envelope.body).hexdigest()


def greet(envelope: Envelope, secrets: Mapping[str, str]) -> Answer:
    """The challenge as plain text if mode and token are right, else 403."""
    asked = _asked(envelope.query)
    token = secrets.get("verify_token", "")
    if asked.get("hub.mode") != "subscribe" or not token:
        return Answer(status=403)
    if not same(asked.get("hub.verify_token", ""), token):
        return Answer(status=403)
    challenge = asked.get("hub.challenge", "")
    if not _CHALLENGE.fullmatch(challenge):
        return Answer(status=400)
    return Answer(body=challenge.encode(), headers={"X-Content-Type-Options": "nosniff"})


def _asked(query: str) -> dict[str, str]:
    try:
        fields = parse_qs(query[:4096], keep_blank_values=True, max_num_fields=32)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}
