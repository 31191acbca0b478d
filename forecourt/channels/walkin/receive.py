"""No door for strangers: the sheet comes from signed-in people at /new/ and is read there."""

import hashlib
from collections.abc import Mapping

from forecourt.capture.envelope import Envelope

PROOF = "token"
SECRETS: tuple[str, ...] = ()
MAX_BYTES = 64 * 1024


def prove(envelope: Envelope, secrets: Mapping[str, str]) -> bool:
    """False: nobody outside may send one."""
    return False


def dedupe(envelope: Envelope) -> str:
    return hashlib.sha256(envelope.body).hexdigest()
