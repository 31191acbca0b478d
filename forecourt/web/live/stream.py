"""Open screens hear what happens at their lot: one stream per page, one look-out per process.

The look-out reads new timeline rows, has the changed leads drawn once per person who watches, and
hands the pieces to the streams. No query runs inside a stream.
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from forecourt.dealership.beside import asked
from forecourt.timeline.queries import latest_id
from forecourt.web.live.news import News, news_since, watchers_of

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.4
BEAT_EVERY_S = 15.0
MOST_BEHIND = 64
MOST_OF_A_PERSON = 12  # open screens; a phone that lost its signal leaves some behind
GIVE_WAY = b"retry: 60000\n\n"  # the screen comes again after a minute, not at once
BEAT = b"event: beat\ndata: .\n\n"

Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(eq=False, slots=True)
class Stream:
    """One open page of one person."""

    session_key: str
    staff_id: int
    dealership_id: int
    language: str
    loop: asyncio.AbstractEventLoop
    news: "asyncio.Queue[News | None]"
    last_words: bytes = b""

    def hand(self, news: News) -> None:
        self.loop.call_soon_threadsafe(self._put, news)

    def end(self, last_words: bytes = b"") -> None:
        self.last_words = last_words
        self.loop.call_soon_threadsafe(self.news.put_nowait, None)

    def _put(self, news: News) -> None:
        if self.news.qsize() >= MOST_BEHIND:
            self.news.put_nowait(None)  # too far behind: the page comes again and refetches
        else:
            self.news.put_nowait(news)


class LiveStream:
    """The ASGI application at /live/."""

    def __init__(self) -> None:
        self._streams: dict[Stream, None] = {}  # the oldest first
        self._look_out: threading.Thread | None = None
        self._lock = threading.Lock()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        key = _session_key(scope)
        watcher = (await asyncio.to_thread(asked, watchers_of, {key})).get(key)
        if watcher is None:
            await _refuse(send)
            return
        stream = Stream(key, *watcher, asyncio.get_running_loop(), asyncio.Queue())
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send(_piece(await asyncio.to_thread(asked, _greeting, scope)))
        self._join(stream)
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await self._tell(stream, gone, send)
        finally:
            gone.cancel()
            with self._lock:
                self._streams.pop(stream, None)

    async def _tell(self, stream: Stream, gone: "asyncio.Task[None]", send: Send) -> None:
        while not gone.done():
            waiting = asyncio.create_task(stream.news.get())
            done, _ = await asyncio.wait(
                {waiting, gone}, timeout=BEAT_EVERY_S, return_when=asyncio.FIRST_COMPLETED
            )
            if waiting not in done:
                waiting.cancel()
                if gone not in done:
                    await send(_piece(BEAT))
                continue
            news = waiting.result()
            if news is None:
                await send({"type": "http.response.body", "body": stream.last_words})
                return
            await send(_piece(news.as_event()))

    def _join(self, stream: Stream) -> None:
        with self._lock:
            same = [one for one in self._streams if one.staff_id == stream.staff_id]
            for oldest in same[: max(0, len(same) + 1 - MOST_OF_A_PERSON)]:
                del self._streams[oldest]
                oldest.end(GIVE_WAY)
            self._streams[stream] = None
            if self._look_out is None or not self._look_out.is_alive():
                self._look_out = threading.Thread(target=self._look, name="look-out", daemon=True)
                self._look_out.start()

    def _look(self) -> None:
        """Runs while anybody watches."""
        last, seen = latest_id(), set[int]()
        while True:
            with self._lock:
                streams = list(self._streams)
                if not streams:
                    self._look_out = None
                    return
            try:
                last, pieces = news_since(
                    last, seen, {(s.staff_id, s.dealership_id, s.language) for s in streams}
                )
                if pieces:
                    hand_out(streams, pieces)
            except Exception:
                log.exception("the look-out stumbled")
            threading.Event().wait(LOOK_EVERY_S)


def hand_out(streams: list[Stream], pieces: dict[int, list[News]]) -> None:
    """Give each stream its person's news; end those whose session no longer lets them in."""
    good = watchers_of({stream.session_key for stream in streams})
    for stream in streams:
        if stream.session_key not in good:
            stream.end()
            continue
        for news in pieces.get(stream.staff_id, ()):
            stream.hand(news)


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def _piece(body: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": True}


async def _refuse(send: Send) -> None:
    await send(
        {"type": "http.response.start", "status": 401, "headers": [(b"content-length", b"0")]}
    )
    await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _greeting(scope: dict[str, Any]) -> bytes:
    """Where the stream stands; a page that knows an older event is asked to fetch itself anew."""
    known = dict(scope["headers"]).get(b"last-event-id", b"") or scope["query_string"].removeprefix(
        b"since="
    )
    latest = latest_id()
    greeting = f"id: {latest}\n".encode() + BEAT
    behind = known.isdigit() and len(known) < 19 and int(known) < latest
    return greeting + (b"event: refresh\ndata: .\n\n" if behind else b"")


def _session_key(scope: dict[str, Any]) -> str:
    """As the pages read it: other cookies of this host may be of any shape."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            key = parse_cookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
            if key is not None:
                return key
    return ""
