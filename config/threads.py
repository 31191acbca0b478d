"""Django's WSGI handler in a fixed pool of threads, which keep their database connections.

A request crosses to its thread once and its answer comes back once: a hand-over costs more than
most of what Django does for a small request, and every one of them waits for the interpreter. So
the body must be whole before (config.bodies) and the answer is whole after. PEP 3333.
"""

import asyncio
import contextvars
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass(slots=True)
class _Answer:
    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    def start(self, status: str, headers: list[tuple[str, str]], _fault: Any = None) -> None:
        self.status = int(status[:3])
        self.headers = [(_bytes(name).lower(), _bytes(value)) for name, value in headers]


class Threads:
    """Answers requests whose body is whole, each in one of `count` threads."""

    def __init__(self, wsgi: Wsgi, *, count: int) -> None:
        self._wsgi = wsgi
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="web")

    async def __call__(self, scope: dict[str, Any], body: bytes, send: Any) -> None:
        environ = environ_of(scope, body)
        run = contextvars.copy_context().run
        answer = await asyncio.get_running_loop().run_in_executor(
            self._pool, run, self._answer, environ
        )
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        )
        await send({"type": "http.response.body", "body": answer.body})

    def _answer(self, environ: Environ) -> _Answer:
        answer = _Answer()
        parts = self._wsgi(environ, answer.start)
        try:
            answer.body = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        return answer


def environ_of(scope: dict[str, Any], body: bytes) -> Environ:
    """The request as WSGI tells it.

    A header with an underscore is left out: it would pass for the one with a hyphen, which a proxy
    in front has checked.
    """
    server, client = scope.get("server") or ("localhost", 80), scope.get("client")
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if client is not None:
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = client[0], str(client[1])
    for raw, value in scope["headers"]:
        if b"_" not in raw:
            name = f"HTTP_{raw.decode('latin-1').upper().replace('-', '_')}"
            text = value.decode("latin-1")
            with_more = "; " if name == "HTTP_COOKIE" else ","
            environ[name] = f"{environ[name]}{with_more}{text}" if name in environ else text
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_CONTENT_LENGTH", None)
    return environ


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")
