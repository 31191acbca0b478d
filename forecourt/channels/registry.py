"""The channels by name, loaded when they are first needed."""

from functools import lru_cache
from importlib import import_module
from types import ModuleType

from forecourt.capture.inquiry import Context, Reading
from forecourt.channels import CHANNELS


class UnknownChannel(LookupError):
    """No channel has this name."""


@lru_cache(maxsize=64)
def receiver(channel: str) -> ModuleType:
    """`receive.py` of the channel."""
    if channel not in CHANNELS:
        raise UnknownChannel(channel)
    return import_module(f"forecourt.channels.{channel}.receive")


def parse(channel: str, body: bytes, context: Context) -> Reading:
    """What the channel understands of `body`. Never raises for what the bytes hold."""
    if channel not in CHANNELS:
        raise UnknownChannel(channel)
    reading: Reading = import_module(f"forecourt.channels.{channel}.parse").parse(body, context)
    return reading
