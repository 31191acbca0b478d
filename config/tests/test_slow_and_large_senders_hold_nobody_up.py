import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from config import asgi
from config.bodies import FREE, LARGEST, WholeBodies

POST = [(b"host", b"testserver"), (b"cookie", b"csrftoken=" + b"a" * 32)]
TEXT = (b"content-type", b"application/x-www-form-urlencoded")


def scope(method: str, path: str, *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {
        "type": "http", "http_version": "1.1", "method": method, "path": path, "scheme": "http",
        "query_string": b"", "headers": [*POST, *headers], "server": ("testserver", 80),
    }  # fmt: skip


class Heard(list[dict[str, Any]]):
    async def send(self, event: dict[str, Any]) -> None:
        self.append(event)

    @property
    def status(self) -> int:
        return int(self[0]["status"]) if self else 0


def chunk(body: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def sender(*events: dict[str, Any], gone: asyncio.Event | None = None) -> Any:
    left = list(events)

    async def receive() -> dict[str, Any]:
        if left:
            return left.pop(0)
        if gone is not None:
            await gone.wait()
        return {"type": "http.disconnect"}

    return receive


def reads_its_body(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """A WSGI application in Django's place, so that no thread opens a database."""
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH", 0)))
    start_response("200 OK", [])
    return [b""]


def test_senders_who_stop_halfway_leave_the_threads_to_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asgi, "get_wsgi_application", lambda: reads_its_body)

    async def knock() -> int:
        app, gone, heard = asgi.build(), asyncio.Event(), Heard()
        slow = scope("POST", "/sign-in/", TEXT, (b"content-length", b"1000"))
        waiting = [
            asyncio.ensure_future(
                app(slow, sender(chunk(b"a=1", more=True), gone=gone), Heard().send)
            )
            for _ in range(asgi.THREADS + 1)
        ]
        await asyncio.sleep(0.1)
        asked = app(scope("GET", "/up"), sender(chunk(b"", more=False)), heard.send)
        try:
            await asyncio.wait_for(asked, 3)
        except TimeoutError:
            return 0
        finally:
            gone.set()
            await asyncio.wait(waiting)
        return heard.status

    assert asyncio.run(knock()) == 200


def answer_to(*events: dict[str, Any], stated: int, **limits: Any) -> tuple[int, list[bytes]]:
    """What a sender hears, and the bodies that came through."""
    came: list[bytes] = []

    async def answer(_: dict[str, Any], body: bytes, send: Any) -> None:
        came.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def knock() -> int:
        heard = Heard()
        asked = scope("POST", "/", TEXT, (b"content-length", str(stated).encode()))
        gone = asyncio.Event() if "within_s" in limits else None
        await WholeBodies(answer, **limits)(asked, sender(*events, gone=gone), heard.send)
        return heard.status

    return asyncio.run(knock()), came


def test_a_body_in_pieces_arrives_whole() -> None:
    pieces = [chunk(b"one", more=True), chunk(b"two", more=False)]
    assert answer_to(*pieces, stated=6) == (200, [b"onetwo"])


def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    assert answer_to(stated=LARGEST + 1) == (413, [])


def test_a_body_that_grows_too_large_is_cut_off() -> None:
    piece = chunk(b"a" * (LARGEST // 2 + 1), more=True)
    assert answer_to(piece, piece, stated=5) == (413, [])


def test_a_body_that_never_ends_is_given_up() -> None:
    assert answer_to(chunk(b"a", more=True), stated=9, within_s=0.05) == (408, [])


def test_a_body_that_breaks_off_is_never_taken_for_the_whole() -> None:
    assert answer_to(chunk(b"phone=600", more=True), stated=900) == (0, [])


def test_a_sender_who_left_costs_no_thread() -> None:
    async def answer(*_: Any) -> None:
        raise AssertionError("nobody waits for this")

    asyncio.run(WholeBodies(answer)(scope("GET", "/"), sender(), None))


def test_when_large_bodies_fill_the_room_a_short_form_still_passes() -> None:
    assert answer_to(chunk(b"a" * (FREE + 9), more=False), stated=1, room=8) == (503, [])
    assert answer_to(chunk(b"a" * FREE, more=False), stated=1, room=0)[0] == 200


def test_room_is_given_back() -> None:
    async def answer(_: dict[str, Any], body: bytes, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def knock() -> list[int]:
        bodies, statuses = WholeBodies(answer, room=10), []
        for _ in range(3):
            heard = Heard()
            piece = chunk(b"a" * (FREE + 9), more=False)
            asked = scope("POST", "/", TEXT, (b"content-length", b"9"))
            await bodies(asked, sender(piece), heard.send)
            statuses.append(heard.status)
        return statuses

    assert asyncio.run(knock()) == [200, 200, 200]
