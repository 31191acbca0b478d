"""The door of Twilio Voice: X-Twilio-Signature, and TwiML back to the waiting call."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape, quoteattr

from forecourt.capture.envelope import Answer, Envelope
from forecourt.channels.calling import MAX_BYTES, flat, form_fields, is_number, seconds
from forecourt.channels.signing import same

__all__ = ["MAX_BYTES", "PROOF", "SECRETS", "SETTINGS", "answer", "dedupe", "prove"]

PROOF = "signature"
SECRETS = ("auth_token",)
SETTINGS = ("forward_to", "dial_timeout")  # where a call rings, for how many seconds

_FORM = "application/x-www-form-urlencoded"


def prove(envelope: Envelope, secrets: Mapping[str, str]) -> bool:
    """The signature over the address exactly as Twilio called it, and the sorted fields.

    A body that is not a form is covered by `bodySHA256` in the address.
    """
    token = secrets.get("auth_token", "")
    header = envelope.header("x-twilio-signature")
    try:
        text = _signed_text(envelope)
    except ValueError:
        return False
    return bool(token and header) and same(header, signature(token, text))


def signature(token: str, text: str) -> str:
    key, message = (part.encode("utf-8", "replace") for part in (token, text))
    return base64.b64encode(hmac.new(key, message, hashlib.sha1).digest()).decode()


def _signed_text(envelope: Envelope) -> str:
    if not envelope.body:
        return envelope.url
    if envelope.content_type in (_FORM, ""):
        fields = form_fields(envelope.body)
        pairs = ((name, value) for name in sorted(fields) for value in sorted(set(fields[name])))
        return envelope.url + "".join(name + value for name, value in pairs)
    wanted = parse_qs(urlsplit(envelope.url).query, max_num_fields=64).get("bodySHA256", [""])[-1]
    if not same(hashlib.sha256(envelope.body).hexdigest(), wanted):
        raise ValueError("the body is not the one in the address")
    return envelope.url


def sign(body: bytes, url: str, content_type: str, secrets: Mapping[str, str]) -> dict[str, str]:
    """The proof that Twilio sends along with a form, for feeding samples."""
    envelope = Envelope(
        "twilio", body, datetime.now(UTC), url=url, headers={"content-type": content_type}
    )
    return {"X-Twilio-Signature": signature(secrets.get("auth_token", ""), _signed_text(envelope))}


def dedupe(envelope: Envelope) -> str:
    return hashlib.sha256(envelope.body).hexdigest()


def answer(envelope: Envelope, secrets: Mapping[str, str]) -> Answer:
    """TwiML: ring `forward_to` for a new call, hang up after a dial, else nothing to do."""
    try:
        fields = flat(form_fields(envelope.body))
    except ValueError:
        fields = {}
    return _twiml(_verbs(fields, envelope.url, secrets))


def _verbs(fields: Mapping[str, str], url: str, secrets: Mapping[str, str]) -> str:
    if "DialCallStatus" in fields or "RecordingUrl" in fields:
        return "<Hangup/>"
    target = secrets.get("forward_to", "").strip()
    new = fields.get("CallStatus") in ("ringing", "in-progress")
    asked = new and fields.get("Direction") == "inbound" and "CallbackSource" not in fields
    if not asked or not is_number(target):
        return ""
    timeout = min(seconds(secrets.get("dial_timeout", "")) or 20, 60)
    address = quoteattr(url)
    watched = f'statusCallback={address} statusCallbackEvent="answered completed"'
    number = f"<Number {watched}>{escape(target)}</Number>"
    return f'<Dial timeout="{timeout}" action={address}>{number}</Dial>'


def _twiml(verbs: str) -> Answer:
    element = f"<Response>{verbs}</Response>" if verbs else "<Response/>"
    document = f'<?xml version="1.0" encoding="UTF-8"?>{element}'
    return Answer(body=document.encode("utf-8", "replace"), content_type="text/xml")
