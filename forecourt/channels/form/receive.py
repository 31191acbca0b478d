"""The door for the public form. Its key names the lot; origin and rate are checked by the web."""

import hashlib
import re
from collections.abc import Mapping

from forecourt.capture.envelope import Answer, Envelope
from forecourt.channels.form.reading import read_fields

PROOF = "key"
SECRETS: tuple[str, ...] = ()
MAX_BYTES = 1024 * 1024
BUCKET_S = 600
ANSWER_HEADERS = {"Access-Control-Allow-Origin": "*"}

_CLIENT_ID = re.compile(r"(?=(?:\D{0,80}\d){4})[A-Za-z0-9_-]{12,80}")


def prove(envelope: Envelope, secrets: Mapping[str, str]) -> bool:
    """True: the form is public; its key only says which lot it belongs to."""
    return True


def dedupe(envelope: Envelope) -> str:
    """The page's own id of this sending; without one, the same bytes within ten minutes."""
    fields = read_fields(envelope.body, envelope.header("content-type")) or {}
    client = client_id(fields)
    if client:
        return f"id:{client}"
    bucket = int(envelope.received_at.timestamp()) // BUCKET_S
    return f"{hashlib.sha256(envelope.body).hexdigest()}:{bucket}"


def client_id(fields: Mapping[str, str]) -> str:
    """An id made for one sending. A name of the form itself ("contact-7") is none."""
    value = fields.get("id", "")
    return value if _CLIENT_ID.fullmatch(value) else ""


def preflight(envelope: Envelope) -> Answer:
    """Lets a page of any site post JSON here: the form is public (CORS, Fetch standard)."""
    allowed = {
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Max-Age": "86400",
    }
    return Answer(headers=allowed)


def answer(envelope: Envelope, secrets: Mapping[str, str]) -> Answer:
    return Answer(body=b'{"received": true}', content_type="application/json")
