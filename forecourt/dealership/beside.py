"""Ask the database from a thread that no request of Django's looks after."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import close_old_connections

Answer = TypeVar("Answer")


def asked(ask: Callable[..., Answer], *given: Any) -> Answer:
    """`ask(*given)`, over a connection that still lives: its server may have been restarted."""
    close_old_connections()
    return ask(*given)
