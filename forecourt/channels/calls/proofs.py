"""How telephone systems prove a delivery. Each is False without a secret, and never raises."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

from forecourt.capture.envelope import Envelope
from forecourt.channels.calling import flat, form_fields
from forecourt.channels.cleaning import mapping_of, safe_json
from forecourt.channels.signing import hex_hmac, same

JWT_AGE_S = 300


def placetel(envelope: Envelope, secret: str) -> bool:
    """X-PLACETEL-SIGNATURE: hex HMAC-SHA256 of the body."""
    given = envelope.header("x-placetel-signature")
    return bool(secret) and same(given, hex_hmac(secret, envelope.body))


def zadarma(envelope: Envelope, secret: str) -> bool:
    """Signature: base64 of the hex HMAC-SHA1 over fields chosen by the event."""
    given = envelope.header("signature")
    if not (secret and given):
        return False
    try:
        fields = flat(form_fields(envelope.body))
    except ValueError:
        return False
    text = "".join(fields.get(name, "") for name in _zadarma_signed(fields.get("event", "")))
    key, message = (part.encode("utf-8", "replace") for part in (secret, text))
    digest = hmac.new(key, message, hashlib.sha1).hexdigest()
    return bool(text) and same(given, base64.b64encode(digest.encode()).decode())


def _zadarma_signed(event: str) -> tuple[str, ...]:
    if event == "NOTIFY_RECORD":
        return ("pbx_call_id", "call_id_with_rec")
    if event == "NOTIFY_ANSWER":
        return ("caller_id", "destination", "call_start")
    if event.startswith("NOTIFY_OUT"):
        return ("internal", "destination", "call_start")
    return ("caller_id", "called_did", "call_start")


def vonage(envelope: Envelope, secret: str) -> bool:
    """Authorization: a JWT signed with HS256, at most five minutes old, with the body's hash."""
    scheme, _, token = envelope.header("authorization").partition(" ")
    parts = token.strip().split(".")
    if not secret or scheme.lower() != "bearer" or len(parts) != 3 or len(token) > 8192:
        return False
    try:
        head, claims = (mapping_of(safe_json(_unpadded(part))) for part in parts[:2])
        given = _unpadded(parts[2])
    except ValueError:
        return False
    signed = f"{parts[0]}.{parts[1]}".encode("utf-8", "replace")
    wanted = hmac.new(secret.encode("utf-8", "replace"), signed, hashlib.sha256).digest()
    if head.get("alg") != "HS256" or not hmac.compare_digest(given, wanted):
        return False
    return _fresh(claims, envelope) and _of_body(claims, envelope.body)


def _fresh(claims: Mapping[str, object], envelope: Envelope) -> bool:
    issued = claims.get("iat")
    if not isinstance(issued, int | float) or isinstance(issued, bool):
        return False
    return abs(envelope.received_at.timestamp() - issued) <= JWT_AGE_S


def _of_body(claims: Mapping[str, object], body: bytes) -> bool:
    given = claims.get("payload_hash")
    return isinstance(given, str) and same(given, hashlib.sha256(body).hexdigest())


def _unpadded(part: str) -> bytes:
    try:
        text = part.encode("ascii")
        return base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as problem:
        raise ValueError("not base64") from problem


def three_cx(envelope: Envelope, key: str) -> bool:
    """X-Forecourt-Key: a parameter of the template that is imported into 3CX."""
    return bool(key) and same(envelope.header("x-forecourt-key"), key)
