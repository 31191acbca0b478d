"""A real `forecourt serve`: a process of its own, with data of its own, on a free port.

A test posts to its doors and opens its pages as anybody would, and looks at what became of it in
the server's own database: inside `Server.at_database()` Django's connection of the test process
leads there. On PostgreSQL when DATABASE_URL is set, else on a file in the server's folder.
"""

import copy
import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from config.databases import database
from forecourt.dealership.remembered import forget_everything

ROOT = Path(__file__).resolve().parent.parent
START_S, STOP_S = 30.0, 10.0

# Runs at the start of the server's Python: whom it asks for and connects to is written down.
WATCH_THE_WAY_OUT = """
import os, sys
def watch(event, facts):
    if event in ("socket.connect", "socket.getaddrinfo"):
        told = facts[1] if event == "socket.connect" else facts[:2]
        handle = os.open(os.environ["OUTGOING"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(handle, (event + " " + repr(told) + "\\n").encode())
        os.close(handle)
sys.addaudithook(watch)
"""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a door said."""

    status: int
    body: bytes
    content_type: str


@dataclass(slots=True)
class Server:
    url: str
    data: Path
    settings: dict[str, Any]  # of its database
    environment: dict[str, str]
    process: subprocess.Popen[bytes] = field(repr=False)

    @contextmanager
    def at_database(self) -> Iterator[None]:
        """Django in this process works on the server's database."""
        connection = connections["default"]
        ours = connection.settings_dict
        connection.close()
        connection.settings_dict = {**copy.deepcopy(ours), **self.settings}
        forget_everything()
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict = ours
            forget_everything()

    def ask(
        self,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        method: str = "POST",
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(self.url).port, timeout=30)
        try:
            connection.request(method, path, body=body or None, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Reply(answer.status, answer.read(), answer.headers.get("content-type", ""))
        finally:
            connection.close()

    def outgoing(self) -> list[str]:
        """Every host the process asked for or connected to, one line each."""
        path = self.data / "outgoing"
        return path.read_text().splitlines() if path.exists() else []

    def printed(self) -> str:
        return (self.data / "printed").read_text()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`forecourt …` on this server's data, as typed at the machine. `feed` asks the server:
        whom a command asks is not written down among those whom the server asked."""
        environment = {**self.environment, "OUTGOING": str(self.data / "outgoing-of-commands")}
        return subprocess.run(
            [sys.executable, "-m", "forecourt.commands", *words],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip


@contextmanager
def live_server(data: Path, *words: str) -> Iterator[Server]:
    """`forecourt serve` on `data` with `words` behind it, until the block ends."""
    port = _free_port()
    url = f"http://localhost:{port}"
    (data / "watch").mkdir(parents=True)
    (data / "watch" / "sitecustomize.py").write_text(WATCH_THE_WAY_OUT)
    with _own_database() as database_url:
        environment = {
            **os.environ,
            "FORECOURT_DATA": str(data),
            "FORECOURT_URL": url,
            "FORECOURT_SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": database_url,
            "PYTHONPATH": os.pathsep.join([str(data / "watch"), str(ROOT)]),
            "OUTGOING": str(data / "outgoing"),
        }
        command = [sys.executable, "-m", "forecourt.commands", "serve", "--port", str(port), *words]
        with (data / "printed").open("wb") as printed:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=printed, stderr=subprocess.STDOUT
            )
        try:
            server = Server(url, data, database(database_url, data), environment, process)
            _await_start(server)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def until(look: Callable[[], Value], within_s: float = 10.0) -> Value:
    """The first true answer of `look`; the last one when the time is over."""
    end = time.monotonic() + within_s
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def _await_start(server: Server) -> None:
    def is_up() -> bool:
        assert server.process.poll() is None, server.printed()
        try:
            return server.ask("/up", method="GET").status == 200
        except OSError:
            return False

    assert until(is_up, START_S), server.printed()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _own_database() -> Iterator[str]:
    """DATABASE_URL of an empty database for one server; "" where SQLite is used."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"live_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as maintenance:
        maintenance.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as maintenance:
            maintenance.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )
