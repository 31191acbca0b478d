"""A provider is told to come again; anything else would end its retries."""

import asyncio
from typing import Any

import pytest
from django.db import OperationalError

from forecourt.channels import door


def test_the_sender_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(channel: str, key: str) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(door, "asked", lambda ask, *names: away(*names))
    sent: list[dict[str, Any]] = []

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    scope = {"path": "/in/form/not-known-yet", "method": "POST", "headers": []}
    asyncio.run(door.Doors(None)(scope, None, send))  # type: ignore[arg-type]  # nothing is read
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"10") in sent[0]["headers"]
