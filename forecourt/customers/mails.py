"""Mail addresses, compared."""

import re

_ADDRESS = re.compile(
    r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?"
)


def normalise_email(raw: str) -> str:
    """Lower case, without space; "" if it is no address."""
    text = raw.strip().lower()
    if len(text) > 200 or not _ADDRESS.fullmatch(text) or "." not in text.rpartition("@")[2]:
        return ""
    return text
