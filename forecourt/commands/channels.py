"""Every channel: address, keys, secrets, state, last seen."""

import argparse
import json
from typing import Any

from forecourt.commands.setting_up import set_up


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def run(given: argparse.Namespace) -> int:
    set_up()
    rows = all_channels()
    if given.json:
        print(json.dumps(rows, indent=1))
        return 0
    for row in rows:
        print(f"{row['dealership']}  {row['channel']:<9} {row['state']:<8} {row['url']}")
        for name, value in row["secrets"].items():
            print(f"    {name}: {value}")
    return 0


def all_channels() -> list[dict[str, Any]]:
    """One entry per connection, with its secrets: for the person at the machine itself."""
    from forecourt.capture.models import Connection
    from forecourt.capture.secrets import open_secrets
    from forecourt.commands.address import public_address
    from forecourt.dealership.scope import all_dealerships

    address = public_address()
    with all_dealerships():
        connections = list(
            Connection.objects.select_related("dealership").order_by("dealership", "id")
        )
    return [
        {
            "dealership": one.dealership.slug,
            "channel": one.channel,
            "url": f"{address}/in/{one.channel}/{one.key}",
            "key": one.key,
            "secrets": open_secrets(one.secrets),
            "settings": one.settings,
            "state": "trouble" if one.trouble else "on" if one.is_on else "off",
            "trouble": one.trouble or None,
            "last_seen": one.last_seen_at.isoformat() if one.last_seen_at else None,
        }
        for one in connections
    ]
