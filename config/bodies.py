"""A request is whole before a thread works on it.

A thread that waits for a slow sender serves nobody else, and there are few. So bodies are gathered
here, where waiting costs no thread; what is too large, too slow or broken off goes no further.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

LARGEST = 24 * 1024 * 1024  # bytes; a stock list has 10 MB at most
WITHIN_S = 60.0  # from the first byte to the last
FREE = 64 * 1024  # bytes of each body that need no room: any form of text passes
ROOM = 64 * 1024 * 1024  # bytes of all bodies under way, beyond what is free

Answer = Callable[[dict[str, Any], bytes, Any], Awaitable[None]]


class Refused(Exception):
    """The body does not come in; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class WholeBodies:
    """An ASGI application: `answer` is called with the scope, the whole body and `send`."""

    def __init__(self, answer: Answer, *, within_s: float = WITHIN_S, room: int = ROOM) -> None:
        self._answer = answer
        self._within_s = within_s
        self.room = room

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        taken = _Taken(self)
        try:
            if b"content-length" in headers or b"transfer-encoding" in headers:
                body = await self._gathered(taken, headers.get(b"content-length", b""), receive)
            else:
                body = await taken.gather(b"", receive)
            if body is not None:
                await self._answer(scope, body, send)
        except Refused as refused:
            await _refuse(send, refused.status)
        finally:
            self.room += taken.room

    async def _gathered(self, taken: "_Taken", stated: bytes, receive: Any) -> bytes | None:
        try:
            async with asyncio.timeout(self._within_s):
                return await taken.gather(stated, receive)
        except TimeoutError:
            raise Refused(408) from None


class _Taken:
    """One body on its way in, and how much of the common room it has."""

    def __init__(self, bodies: WholeBodies) -> None:
        self._bodies = bodies
        self.room = 0

    async def gather(self, stated: bytes, receive: Any) -> bytes | None:
        """The whole body; None if the sender went away. Raises Refused."""
        if stated.isdigit() and int(stated) > LARGEST:
            raise Refused(413)
        body = bytearray()
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                return None
            body += event.get("body", b"")
            if len(body) > LARGEST:
                raise Refused(413)
            self._take(len(body) - FREE)
            if not event.get("more_body"):
                return bytes(body)

    def _take(self, needed: int) -> None:
        more = needed - self.room
        if more <= 0:
            return
        if more > self._bodies.room:
            raise Refused(503)
        self._bodies.room -= more
        self.room += more


async def _refuse(send: Any, status: int) -> None:
    words = {408: b"too slow\n", 413: b"too large\n", 503: b"too busy, come again\n"}[status]
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(words)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    if status == 503:
        headers.append((b"retry-after", b"10"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
