"""Secrets of connections, encrypted at rest. They are stored and used, never shown again."""

import base64
import hashlib
import json
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class LostKey(RuntimeError):
    """The secrets were encrypted with a key that is not here any more."""


@lru_cache(maxsize=1)
def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", [])]
    return MultiFernet([Fernet(_key(secret)) for secret in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(
        hashlib.sha256(b"forecourt connection secrets" + secret.encode()).digest()
    )


def seal_secrets(secrets: dict[str, str]) -> bytes:
    return _cipher().encrypt(json.dumps(secrets).encode())


def open_secrets(sealed: bytes | memoryview) -> dict[str, str]:
    """The secrets; {} for none. Raises LostKey when they cannot be read."""
    if not sealed:
        return {}
    try:
        secrets: dict[str, str] = json.loads(_cipher().decrypt(bytes(sealed)))
    except InvalidToken:
        raise LostKey(
            "The channel's secrets cannot be read with this secret key; enter them again."
        ) from None
    return secrets
