"""Give a new lot an address on every channel, with secrets made for it."""

import secrets
from datetime import datetime

from forecourt.capture.models import Connection
from forecourt.capture.verbs.connect import connect
from forecourt.channels import CHANNELS
from forecourt.channels.registry import receiver
from forecourt.dealership.models import Dealership

WITHOUT_ADDRESS = {"walkin"}


def connect_all(dealership: Dealership, *, at: datetime) -> None:
    """One connection per channel that has none. Providers' own secrets replace ours later."""
    have = set(Connection.objects.values_list("channel", flat=True))
    for channel in CHANNELS:
        if channel in have or channel in WITHOUT_ADDRESS:
            continue
        module = receiver(channel)
        made = (
            {name: secrets.token_urlsafe(24) for name in module.SECRETS}
            if module.PROOF == "signature"
            else {}
        )
        connect(dealership, channel, at=at, secrets=made)
