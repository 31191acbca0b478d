"""The channels by name, loaded when they are first needed."""

from functools import lru_cache
from importlib import import_module
from types import ModuleType

from forecourt.capture.inquiry import Context, Reading
from forecourt.channels import CHANNELS
from forecourt.stock.words import common_catalogue


class UnknownChannel(LookupError):
    """No channel has this name."""


def receiver(channel: str) -> ModuleType:
    """`receive.py` of the channel."""
    return _module(channel, "receive")


def parse(channel: str, body: bytes, context: Context) -> Reading:
    """What the channel understands of `body`. Never raises for what the bytes hold."""
    reading: Reading = _module(channel, "parse").parse(body, context)
    return reading


def load_parsers() -> None:
    """Load what `parse` of any channel needs, so that the first delivery is read as fast as others.

    A reader that is killed while it still loads would count an attempt against a delivery that it
    never looked at.
    """
    for channel in CHANNELS:
        _module(channel, "parse")
    common_catalogue()


@lru_cache(maxsize=64)
def _module(channel: str, name: str) -> ModuleType:
    if channel not in CHANNELS:
        raise UnknownChannel(channel)
    return import_module(f"forecourt.channels.{channel}.{name}")
