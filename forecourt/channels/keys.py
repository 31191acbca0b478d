"""Which connection an address belongs to, remembered for a few seconds."""

import time
from dataclasses import dataclass

from forecourt.capture.models import Connection
from forecourt.capture.secrets import LostKey, open_secrets
from forecourt.dealership.scope import all_dealerships

KEPT_S = 5.0
MOST_KEPT = 5000


@dataclass(frozen=True, slots=True)
class OpenDoor:
    connection: Connection
    secrets: dict[str, str]  # and the settings a provider's answer needs


_kept: dict[tuple[str, str], tuple[float, OpenDoor]] = {}


def at_hand(channel: str, key: str) -> OpenDoor | None:
    """The connection if it was asked for a moment ago; no query."""
    kept = _kept.get((channel, key))
    return kept[1] if kept is not None and time.monotonic() - kept[0] < KEPT_S else None


def door_behind(channel: str, key: str) -> OpenDoor | None:
    """The connection with this key, switched on; None for any other. Unknown keys are not kept."""
    known = at_hand(channel, key)
    if known is not None:
        return known
    if "\x00" in key:
        return None  # PostgreSQL takes no NUL
    with all_dealerships():
        connection = Connection.objects.filter(channel=channel, key=key, is_on=True).first()
    if connection is None:
        _kept.pop((channel, key), None)
        return None
    try:
        given = {name: str(value) for name, value in connection.settings.items()}
        door = OpenDoor(connection, {**given, **open_secrets(connection.secrets)})
    except LostKey:
        door = OpenDoor(connection, {})
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    _kept[(channel, key)] = (time.monotonic(), door)
    return door


def forget_doors() -> None:
    """After a connection changed."""
    _kept.clear()
