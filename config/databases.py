"""DATABASE_URL as Django wants it."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config import sqlite


def database(url: str, data: Path) -> dict[str, Any]:
    """Settings of the one database: a file in `data` unless `url` names another."""
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "forecourt.dealership.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", None) or parts.hostname or "",
            "PORT": str(parts.port or query.pop("port", "")),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, **query},
        }
    path = Path(parts.path) if parts.scheme == "sqlite" else data / "forecourt.sqlite3"
    return {
        "ENGINE": "forecourt.dealership.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": sqlite.options(),
        "TEST": {"NAME": str(data / "test.sqlite3")},
    }
