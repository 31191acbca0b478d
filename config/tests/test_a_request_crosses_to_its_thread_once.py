import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from config.threads import Environ, Threads, environ_of

Start = Callable[[str, list[tuple[str, str]]], Any]


def scope(**different: Any) -> dict[str, Any]:
    return {
        "type": "http", "http_version": "1.1", "method": "POST", "path": "/stock/ł/",
        "scheme": "http", "query_string": b"q=1", "headers": [], "server": ("testserver", 80),
        "client": ("192.0.2.7", 4711), **different,
    }  # fmt: skip


def ask(wsgi: Callable[[Environ, Start], Any], **different: Any) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []

    async def send(event: dict[str, Any]) -> None:
        heard.append(event)

    asyncio.run(Threads(wsgi, count=1)(scope(**different), b"make=Opel", send))
    return heard


def test_the_answer_comes_back_whole():
    names = []

    def wsgi(environ: Environ, start: Start) -> list[bytes]:
        names.append(threading.current_thread().name)
        start("201 Created", [("Content-Type", "text/plain"), ("X-Car", "F-2038")])
        return [environ["wsgi.input"].read(), b" sold"]

    heard = ask(wsgi)

    assert heard == [
        {
            "type": "http.response.start",
            "status": 201,
            "headers": [(b"content-type", b"text/plain"), (b"x-car", b"F-2038")],
        },
        {"type": "http.response.body", "body": b"make=Opel sold"},
    ]
    assert names == ["web_0"]


def test_the_response_is_closed_even_when_it_breaks_off():
    closed = []

    class Broken:
        def __iter__(self):
            yield b"half"
            raise ConnectionError

        def close(self) -> None:
            closed.append(True)

    with pytest.raises(ConnectionError):
        ask(lambda _environ, _start: Broken())

    assert closed == [True]


def test_the_request_is_told_as_wsgi_wants_it():
    headers = [
        (b"content-type", b"text/csv"), (b"accept", b"text/html"), (b"accept", b"*/*"),
    ]  # fmt: skip

    environ = environ_of(scope(headers=headers, query_string=b"q=\xff"), b"12345")

    assert environ["PATH_INFO"] == "/stock/ł/".encode().decode("latin-1")
    assert environ["QUERY_STRING"] == "q=\xff"
    assert environ["HTTP_ACCEPT"] == "text/html,*/*"
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("text/csv", "5")
    assert environ["REMOTE_ADDR"] == "192.0.2.7"


def test_a_header_with_an_underscore_never_passes_for_the_proxys():
    headers = [(b"x_forwarded_proto", b"https"), (b"x-forwarded-for", b"192.0.2.1")]

    environ = environ_of(scope(headers=headers), b"")

    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"


def test_cookies_that_come_in_pieces_are_one_line():
    pieces = [(b"cookie", b"session=a"), (b"cookie", b"theme=night")]

    environ = environ_of(scope(headers=pieces), b"")

    assert environ["HTTP_COOKIE"] == "session=a; theme=night"
