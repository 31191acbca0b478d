"""The door of `calls`: our own signature, or that of a telephone system with its own."""

import hashlib
import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from forecourt.capture.envelope import Answer, Envelope
from forecourt.channels.calling import MAX_BYTES
from forecourt.channels.calls.proofs import placetel, three_cx, vonage, zadarma
from forecourt.channels.signing import hex_hmac, signed_sha256

__all__ = [
    "MAX_BYTES",
    "OPTIONAL_SECRETS",
    "PROOF",
    "SECRETS",
    "SETTINGS",
    "dedupe",
    "greet",
    "prove",
]

PROOF = "signature"
SECRETS = ("secret",)
OPTIONAL_SECRETS = ("placetel_secret", "zadarma_secret", "vonage_secret", "3cx_key")
SETTINGS = (
    "forward_to",  # the number Vonage shall ring
    "box",  # tells several FRITZ!Boxes of one lot apart
)

_ECHO = re.compile(r"[A-Za-z0-9]{1,64}")


def prove(envelope: Envelope, secrets: Mapping[str, str]) -> bool:
    """True if any proof fits whose secret the connection has.

    `X-Forecourt-Signature: sha256=` and the hex HMAC of the body is ours.
    """
    own = envelope.header("x-forecourt-signature")
    return (
        signed_sha256(secrets.get("secret", ""), envelope.body, own)
        or placetel(envelope, secrets.get("placetel_secret", ""))
        or zadarma(envelope, secrets.get("zadarma_secret", ""))
        or vonage(envelope, secrets.get("vonage_secret", ""))
        or three_cx(envelope, secrets.get("3cx_key", ""))
    )


def sign(body: bytes, url: str, content_type: str, secrets: Mapping[str, str]) -> dict[str, str]:
    """Our own proof, for feeding samples."""
    return {"X-Forecourt-Signature": "sha256=" + hex_hmac(secrets.get("secret", ""), body)}


def dedupe(envelope: Envelope) -> str:
    return hashlib.sha256(envelope.body).hexdigest()


def greet(envelope: Envelope, secrets: Mapping[str, str]) -> Answer:
    """Zadarma's check of the address, or what Vonage shall do with a new call."""
    try:
        asked = parse_qs(envelope.query[:1024], max_num_fields=16)
    except ValueError:
        return Answer(status=400)
    if "conversation_uuid" in asked:
        return _connect(envelope, asked.get("to", [""])[0], secrets.get("forward_to", ""))
    words = asked.get("zd_echo", [])
    if len(words) != 1 or not _ECHO.fullmatch(words[0]):
        return Answer(status=404 if not words else 400)
    return Answer(body=words[0].encode(), headers={"X-Content-Type-Options": "nosniff"})


def _connect(envelope: Envelope, dialled: str, target: str) -> Answer:
    """NCCO: ring `forward_to` for 20 seconds, events to this address; nothing without it."""
    digits = re.sub(r"[^0-9]", "", target)
    actions = [
        {
            "action": "connect",
            "timeout": 20,
            "from": re.sub(r"[^0-9]", "", dialled),
            "endpoint": [{"type": "phone", "number": digits}],
            "eventUrl": [envelope.url.partition("?")[0]],
        }
    ]
    return Answer(
        body=json.dumps(actions if digits else []).encode("utf-8", "replace"),
        content_type="application/json",
    )
