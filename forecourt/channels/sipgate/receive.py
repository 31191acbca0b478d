"""The door of sipgate.io. Nothing is signed: the key in the address is the proof."""

import hashlib
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from forecourt.capture.envelope import Answer, Envelope
from forecourt.channels.calling import MAX_BYTES, flat, form_fields

__all__ = ["MAX_BYTES", "PROOF", "SECRETS", "answer", "dedupe", "prove"]

PROOF = "key"
SECRETS: tuple[str, ...] = ()


def prove(envelope: Envelope, secrets: Mapping[str, str]) -> bool:
    """True: who knows the address may deliver."""
    return True


def dedupe(envelope: Envelope) -> str:
    return hashlib.sha256(envelope.body).hexdigest()


def answer(envelope: Envelope, secrets: Mapping[str, str]) -> Answer:
    """Asks for the answer and hang-up events of a new call at the same address.

    Without this sipgate sends neither. It changes nothing about where the call rings.
    """
    try:
        fields = flat(form_fields(envelope.body))
    except ValueError:
        fields = {}
    if fields.get("event") != "newCall":
        return Answer(content_type="application/xml")
    url = quoteattr(envelope.url)
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Response onAnswer={url} onHangup={url} />\n'
    )
    return Answer(body=document.encode("utf-8", "replace"), content_type="application/xml")
