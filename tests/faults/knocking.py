"""A delivery brought to the real doors, without a network between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forecourt.channels.door import Doors
from tests.faults.deliveries import Delivery, Door
from tests.faults.house import proof


@dataclass(frozen=True, slots=True)
class Said:
    status: int
    body: bytes
    headers: Mapping[str, str]


async def knock(
    doors: Doors, path: str, body: bytes, headers: Mapping[str, str], method: str = "POST"
) -> Said:
    """What the doors answer to one request."""
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1", "replace"))
            for name, value in headers.items()
        ],
        "client": ("127.0.0.1", 40000),
    }
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(event: dict[str, Any]) -> None:
        said.append(event)

    await doors(scope, receive, send)
    told = {name.decode(): value.decode("latin-1") for name, value in said[0]["headers"]}
    return Said(said[0]["status"], said[1]["body"], told)


async def bring(doors: Doors, delivery: Delivery, door: Door) -> Said:
    """The delivery with its provider's proof."""
    headers = {"Content-Type": delivery.content_type, **proof(delivery, door)}
    return await knock(doors, door.path, delivery.body, headers)
