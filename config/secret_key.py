"""The secret key is made at first start and kept beside the data, readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret_key(given: str, data: Path) -> str:
    """`given` if set, else the kept key, made on the first call."""
    if given:
        return given
    path = data / "secret.key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
