import socket
from urllib.parse import urlsplit

import pytest

from config.heads import LARGEST
from tests.live_server import Server

pytestmark = pytest.mark.slow


def ask(server: Server, head: bytes) -> bytes:
    """The status line of the answer; the sender goes on until nobody listens."""
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
        try:
            for start in range(0, len(head), 65536):
                line.sendall(head[start : start + 65536])
        except OSError:
            pass
        try:
            return line.recv(4096).split(b"\r\n")[0]
        except ConnectionError:
            return b"cut"


def test_a_head_without_an_end_is_cut_off(server: Server) -> None:
    endless = b"GET /up HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"a" * 40 * LARGEST

    assert ask(server, endless) in {b"HTTP/1.1 400 Bad Request", b"cut"}


def test_a_long_head_that_ends_is_answered(server: Server) -> None:
    long = b"GET /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"a" * 30_000 + b"\r\n\r\n"

    assert ask(server, long) == b"HTTP/1.1 200 OK"
    assert ask(server, long) == b"HTTP/1.1 200 OK"


def test_a_long_body_is_no_head(server: Server) -> None:
    body = b"a" * 4 * LARGEST
    head = b"POST /in/form/none HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n" % len(
        body
    )

    assert ask(server, head + body) == b"HTTP/1.1 404 Not Found"
