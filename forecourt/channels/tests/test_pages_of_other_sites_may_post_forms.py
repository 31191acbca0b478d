"""A browser asks with OPTIONS before a script of another site may send JSON."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import datetime
from typing import Any

import pytest

from forecourt.capture.verbs.connect import connect
from forecourt.channels import CHANNELS
from forecourt.channels.door import Doors
from forecourt.channels.keys import door_behind, forget_doors
from forecourt.dealership.models import Dealership


class TakesAll:
    """An inbox that stores at once."""

    def put(self, row: Any) -> Future[None]:
        stored: Future[None] = Future()
        stored.set_result(None)
        return stored


@pytest.fixture(autouse=True)
def _no_door_stays_open() -> Iterator[None]:
    yield
    forget_doors()


def ask(
    lot: Dealership, channel: str, method: str, at: datetime, size: int = 2
) -> tuple[int, dict[str, str]]:
    """Status and headers of what the channel's door answers."""
    key = connect(lot, channel, at=at).key
    door_behind(channel, key)  # remembered, so that the door asks no other thread
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"{}"}

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    scope = {
        "path": f"/in/{channel}/{key}",
        "method": method,
        "headers": [(b"content-length", str(size).encode())],
    }
    asyncio.run(Doors(TakesAll())(scope, receive, send))  # type: ignore[arg-type]
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_the_form_lets_every_site_post_json(in_lot: Dealership, at: datetime) -> None:
    status, headers = ask(in_lot, "form", "OPTIONS", at)

    assert status == 200
    assert headers["access-control-allow-origin"] == "*"
    assert headers["access-control-allow-methods"] == "POST"
    assert headers["access-control-allow-headers"] == "Content-Type"


@pytest.mark.parametrize(("size", "status"), [(2, 200), (9_000_000, 413)])
def test_the_page_may_read_the_answer(
    in_lot: Dealership, at: datetime, size: int, status: int
) -> None:
    answered, headers = ask(in_lot, "form", "POST", at, size)

    assert answered == status
    assert headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("channel", [one for one in CHANNELS if one != "form"])
def test_no_other_channel_opens_to_pages(in_lot: Dealership, at: datetime, channel: str) -> None:
    status, headers = ask(in_lot, channel, "OPTIONS", at)

    assert status == 405
    assert "access-control-allow-origin" not in headers
