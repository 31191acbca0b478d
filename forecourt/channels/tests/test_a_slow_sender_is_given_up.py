import asyncio
from typing import Any

import pytest

from forecourt.capture.verbs.connect import connect
from forecourt.channels import door
from forecourt.channels.keys import door_behind, forget_doors
from forecourt.dealership.models import Dealership


def test_a_delivery_that_never_ends_is_given_up(
    in_lot: Dealership, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "BODY_WITHIN_S", 0.05)
    key = connect(in_lot, "form", at=at).key
    sent: list[dict[str, Any]] = []
    door_behind("form", key)  # remembered, so that the door asks no other thread

    async def receive() -> dict[str, Any]:
        if not sent:
            await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    scope = {"path": f"/in/form/{key}", "method": "POST", "headers": []}
    doors = door.Doors(None)  # type: ignore[arg-type]  # nothing is stored
    asyncio.run(asyncio.wait_for(doors(scope, receive, send), 3))
    forget_doors()
    assert sent[0]["status"] == 408
