"""The doors `/in/<channel>/<key>`: proof on the raw bytes, one row, its commit, then 200.

Async, outside Django's request cycle, because providers send in bursts and the answer waits for
nothing but the disk. Nothing is parsed here.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from forecourt.capture.envelope import Answer, Envelope
from forecourt.capture.inbox import Inbox
from forecourt.capture.verbs.store import row_of
from forecourt.channels import CHANNELS
from forecourt.channels.keys import OpenDoor, at_hand, door_behind
from forecourt.channels.registry import receiver
from forecourt.dealership.beside import asked

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

NOT_HERE = Answer(404, b"unknown address\n")
REFUSED = Answer(403, b"proof wrong\n")
TOO_LARGE = Answer(413, b"too large\n")
TOO_SLOW = Answer(408, b"too slow\n")
NOT_STORED = Answer(503, b"could not store, come again\n", headers={"Retry-After": "10"})
WRONG_METHOD = Answer(405, b"POST only\n", headers={"Allow": "POST"})
STORED = Answer(200)
DEFAULT_MAX_BYTES = 4 * 1024 * 1024
LONGEST_WAIT_S = 25.0
BODY_WITHIN_S = 60.0


class Doors:
    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(scope, receive)
        headers = [
            (b"content-type", answer.content_type.encode()),
            (b"content-length", str(len(answer.body)).encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"cache-control", b"no-store"),
            *((name.lower().encode(), value.encode()) for name, value in answer.headers.items()),
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        parts = scope["path"].strip("/").split("/")
        if len(parts) != 3 or parts[1] not in CHANNELS:
            return NOT_HERE
        channel, key = parts[1], parts[2]
        try:
            door = await asyncio.wait_for(_door(channel, key), LONGEST_WAIT_S)
        except (DatabaseError, TimeoutError) as fault:
            log.warning("the door %s was not found: %s", channel, type(fault).__name__)
            return NOT_STORED
        if door is None:
            return NOT_HERE
        module = receiver(channel)
        answer = await self._taken(scope, receive, door, module)
        more = getattr(module, "ANSWER_HEADERS", {})
        return replace(answer, headers={**more, **answer.headers}) if more else answer

    async def _taken(self, scope: Scope, receive: Receive, door: OpenDoor, module: Any) -> Answer:
        """What the channel says to whom knows its address."""
        most = getattr(module, "MAX_BYTES", DEFAULT_MAX_BYTES)
        try:
            body = await asyncio.wait_for(_body(scope, receive, most), BODY_WITHIN_S)
        except TimeoutError:
            return TOO_SLOW
        if body is None:
            return TOO_LARGE
        envelope = _envelope(scope, door.connection.channel, body)
        if scope["method"] == "OPTIONS":
            preflight = getattr(module, "preflight", None)
            return preflight(envelope) if preflight else WRONG_METHOD
        if scope["method"] in {"GET", "HEAD"}:
            greet = getattr(module, "greet", None)
            return (greet(envelope, door.secrets) if greet else None) or WRONG_METHOD
        if scope["method"] not in {"POST", "PUT"}:
            return WRONG_METHOD
        if not _is_proved(module, envelope, door.secrets):
            refusal = getattr(module, "refusal", None)
            return (refusal(envelope) if refusal else None) or REFUSED
        return await self._store(door, module, envelope)

    async def _store(self, door: OpenDoor, module: Any, envelope: Envelope) -> Answer:
        row = row_of(door.connection, envelope, module.dedupe(envelope))
        try:
            await asyncio.wait_for(asyncio.wrap_future(self.inbox.put(row)), LONGEST_WAIT_S)
        except Exception as fault:
            log.warning(
                "a delivery on %s was not stored: %s", envelope.channel, type(fault).__name__
            )
            return NOT_STORED
        say = getattr(module, "answer", None)
        return (say(envelope, door.secrets) if say else None) or STORED


def _is_proved(module: Any, envelope: Envelope, secrets: dict[str, str]) -> bool:
    """A proof that cannot even be read is no proof."""
    try:
        return bool(module.prove(envelope, secrets))
    except Exception:
        log.exception("the proof of %s could not be read", envelope.channel)
        return False


async def _door(channel: str, key: str) -> OpenDoor | None:
    known = at_hand(channel, key)
    return known if known is not None else await asyncio.to_thread(asked, door_behind, channel, key)


async def _body(scope: Scope, receive: Receive, most: int) -> bytes | None:
    """The whole body, or None if it is larger than `most`; nothing beyond that is kept."""
    stated = dict(scope["headers"]).get(b"content-length", b"")
    if stated.isdigit() and int(stated) > most:
        return None
    chunks, size = [], 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            return None
        chunk = event.get("body", b"")
        size += len(chunk)
        if size > most:
            return None
        chunks.append(chunk)
        if not event.get("more_body"):
            return b"".join(chunks)


def _envelope(scope: Scope, channel: str, body: bytes) -> Envelope:
    query = scope.get("query_string", b"").decode("latin-1")
    path = scope["path"]
    headers: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").lower()
        headers[name] = (
            f"{headers[name]}, {value.decode('latin-1')}"
            if name in headers
            else value.decode("latin-1")
        )
    return Envelope(
        channel=channel,
        body=body,
        received_at=datetime.now(UTC),
        method=scope["method"],
        url=f"{settings.PUBLIC_URL}{path}" + (f"?{query}" if query else ""),
        query=query,
        headers=headers,
        remote=(scope.get("client") or ("",))[0],
    )
