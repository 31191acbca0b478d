"""Every channel: address, keys, secrets, state, last seen."""

import argparse
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from forecourt.commands.setting_up import set_up

if TYPE_CHECKING:
    from forecourt.capture.models import Connection


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def run(given: argparse.Namespace) -> int:
    set_up()
    rows = all_channels()
    if given.json:
        print(json.dumps(rows, indent=1))
        return 0
    for row in rows:
        seen = f"last seen {row['last_seen'][:16]}Z" if row["last_seen"] else "nothing came yet"
        print(f"{row['dealership']}  {row['channel']:<9} {row['state']:<8} {row['url']}  {seen}")
        if row["trouble"]:
            print(f"    {row['trouble']}")
        for name, value in row["secrets"].items():
            print(f"    {name}: {value}")
    return 0


def all_channels() -> list[dict[str, Any]]:
    """One entry per connection, with its secrets: for the person at the machine itself."""
    from forecourt.capture.queries import ways_in
    from forecourt.commands.address import public_address
    from forecourt.dealership.scope import all_dealerships

    address = public_address()
    with all_dealerships():
        return [_entry(way.connection, way.delivered_at, address) for way in ways_in()]


def _entry(one: "Connection", delivered_at: datetime | None, address: str) -> dict[str, Any]:
    from forecourt.capture.secrets import LostKey, open_secrets

    try:
        secrets, trouble = open_secrets(one.secrets), one.trouble
    except LostKey as lost:
        secrets, trouble = {}, str(lost)
    return {
        "dealership": one.dealership.slug,
        "channel": one.channel,
        "url": f"{address}/in/{one.channel}/{one.key}",
        "key": one.key,
        "secrets": secrets,
        "settings": one.settings,
        "state": "off" if not one.is_on else "trouble" if trouble else "on",
        "trouble": trouble or None,
        "last_seen": _moment(delivered_at),
        "mailbox_read": _moment(one.last_seen_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
