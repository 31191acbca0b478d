"""A real `forecourt serve` on data of its own, which tests may kill, and what it stored."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pysqlite3
from psycopg import sql

from tests.faults.deliveries import Delivery, Door

ROOT = Path(__file__).parents[2]
NOBODY = "/in/adf/nobody"  # any answer at all means that the doors are open
COUNT_UNREAD = "SELECT COUNT(*) FROM capture_inbound WHERE state = 'received'"
COMMAND = [sys.executable, "-m", "forecourt.commands"]


class DidNotStart(RuntimeError):
    """The house did not open its doors; the text is its log."""


class House:
    """Starts in `folder`; on the engine that DATABASE_URL names, in a database of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = own_database()
        self.environment = {
            **os.environ,
            "FORECOURT_DATA": str(folder),
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": self.url,
            **environment,
        }
        self.starts: list[float] = []  # seconds until the doors were open
        self._process: subprocess.Popen[bytes] | None = None
        self._doors: dict[str, Door] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        if self.url:
            drop_database(self.url)

    def start(self, *words: str, within: float = 60.0) -> float:
        """Seconds until a door answered; `words` instead of serve. Raises DidNotStart."""
        began = time.monotonic()
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*COMMAND, *(words or ["serve"]), "--port", str(self.port)],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        while time.monotonic() - began < within:
            with suppress(OSError, HTTPException):
                self.ask("GET", NOBODY, timeout=1)
                self.starts.append(time.monotonic() - began)
                return self.starts[-1]
            if self._process.poll() is not None:
                break
            time.sleep(0.01)
        self.kill()
        raise DidNotStart((self.folder / "log").read_text()[-3000:])

    def kill(self) -> None:
        """kill -9: nothing of it is finished."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def end(self, within: float = 20.0) -> int:
        """SIGTERM; the exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(within)

    @property
    def children(self) -> set[int]:
        """Process ids (Linux, proc(5))."""
        pid = self._process.pid if self._process else 0
        told = Path(f"/proc/{pid}/task").glob("*/children")
        return {int(child) for thread in told for child in thread.read_text().split()}

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ask(
        self, method: str, path: str, body: bytes = b"", timeout: float = 30, **headers: str
    ) -> int:
        """The status of one answer on a connection of its own."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as connection:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, names)
            answer = connection.getresponse()
            answer.read()
            return answer.status

    def send(self, delivery: Delivery, timeout: float = 30) -> int:
        door = self.doors[delivery.channel]
        path, headers = door.path, proof(delivery, door)
        return self.ask(
            "POST", path, delivery.body, timeout, Content_Type=delivery.content_type, **headers
        )

    @property
    def doors(self) -> dict[str, Door]:
        if not self._doors:
            told = json.loads(self.command("channels", "--json").stdout)
            self._doors = {
                one["channel"]: Door(urlsplit(one["url"]).path, one["secrets"]) for one in told
            }
        return self._doors

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """Straight from the database, past the house."""
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute("SELECT set_config('forecourt.dealership', '*', false)")
                done = connection.execute(text.encode())
                return done.fetchall() if done.description else []
        path = self.folder / "forecourt.sqlite3"
        with closing(pysqlite3.connect(path, timeout=20)) as file, file:
            return list(file.execute(text))

    def the_lease_ran_out(self) -> None:
        """What a killed worker had claimed is free again, as it is after a minute."""
        self.rows("UPDATE capture_inbound SET not_before = NULL WHERE state = 'received'")

    def wait_until_read(self, within: float = 60.0) -> None:
        """Return when every delivery has come to an end; fail if none does for `within` seconds."""
        left, until = 0, time.monotonic() + within
        while time.monotonic() < until:
            unread = self.rows("SELECT COUNT(*) FROM capture_inbound WHERE state = 'received'")[0][
                0
            ]
            if not unread:
                return
            if unread != left:
                left, until = unread, time.monotonic() + within
            time.sleep(0.1)
        raise AssertionError(f"{left} deliveries are left unread")

    def faults(self) -> list[str]:
        """What `forecourt check --deep` says is wrong, integrity_check included."""
        checked = self.command("check", "--deep", "--json")
        found: list[str] = json.loads(checked.stdout)["faults"] if checked.stdout else []
        return found or ([checked.stderr] if checked.returncode else [])


def proof(delivery: Delivery, door: Door) -> dict[str, str]:
    """The header with which the provider proves itself."""
    from forecourt.channels.registry import receiver

    sign = getattr(receiver(delivery.channel), "sign", None)
    return dict(sign(delivery.body, "", delivery.content_type, door.secrets)) if sign else {}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def own_database() -> str:
    """A fresh PostgreSQL database beside the one of DATABASE_URL; "" on SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        return ""
    name = f"house_{uuid4().hex[:12]}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlunsplit(urlsplit(given)._replace(path=f"/{name}"))


def drop_database(url: str) -> None:
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
