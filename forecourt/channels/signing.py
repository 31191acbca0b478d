"""Comparing what a provider sent with what it should have sent."""

import hashlib
import hmac


def same(given: str, wanted: str) -> bool:
    """Equality in constant time. Never raises: a header may hold any characters."""
    return hmac.compare_digest(
        given.encode("utf-8", "surrogatepass"), wanted.encode("utf-8", "surrogatepass")
    )


def hex_hmac(secret: str, body: bytes) -> str:
    """Lower-case hex HMAC-SHA256 of the body."""
    return hmac.new(secret.encode("utf-8", "surrogatepass"), body, hashlib.sha256).hexdigest()


def signed_sha256(secret: str, body: bytes, header: str) -> bool:
    """True if `header` is exactly `sha256=` and the hex HMAC of the body.

    An empty secret proves nothing and is refused.
    """
    return bool(secret) and same(header, "sha256=" + hex_hmac(secret, body))
