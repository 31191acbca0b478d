"""A real Forecourt for a benchmark: its own data folder, its own port, on either engine."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import urllib3

ENGINES = ("sqlite", "postgresql")
HISTORY = 1_000  # leads
WEB_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class RunningHouse:
    url: str
    data: Path
    environment: dict[str, str]
    process: "subprocess.Popen[bytes]"

    def command(self, *words: str) -> str:
        """What a `forecourt` command prints."""
        return forecourt(self.environment, *words)

    def python(self, *words: str) -> str:
        """What a module of the benchmarks prints, in the house's environment."""
        return run_module(self.environment, sys.executable, *words)

    def processor_s(self) -> float:
        """Processor time the first process has used so far (Linux, proc(5): utime and stime)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def channel(self, name: str) -> dict[str, object]:
        rows = json.loads(self.command("channels", "--json"))
        return next(row for row in rows if row["channel"] == name)


def forecourt(environment: dict[str, str], *words: str) -> str:
    return run_module(environment, sys.executable, "-m", "forecourt.commands", *words)


def run_module(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr[-2000:]}")
    return done.stdout


@contextmanager
def database(engine: str) -> Iterator[dict[str, str]]:
    """The environment of an empty data folder; a durable PostgreSQL of its own where asked."""
    with tempfile.TemporaryDirectory(prefix="forecourt-bench-") as folder:
        environment = {**os.environ, "FORECOURT_DATA": folder, "PYTHONPATH": str(Path.cwd())}
        environment.pop("DATABASE_URL", None)
        environment.pop("FORECOURT_URL", None)
        environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
        if engine == "sqlite":
            yield environment
            return
        from tests.postgres import server

        with server(durable=True) as running:
            yield {**environment, "DATABASE_URL": running.url}


def open_lot(environment: dict[str, str]) -> None:
    """A lot of three people with every channel and some history.

    An engine plans for the rows it has seen: on empty tables PostgreSQL keeps plans that read them
    whole, until it looks again a minute later.
    """
    forecourt(environment, "demo", "--leads", "0", "--vehicles", "30")
    run_module(environment, sys.executable, "-m", "benchmarks.fill", str(HISTORY), "sealed")


@contextmanager
def running(engine: str) -> Iterator[RunningHouse]:
    """`open_lot`, served by one process."""
    with database(engine) as environment:
        open_lot(environment)
        with serve(environment) as house:
            yield house


@contextmanager
def running_apart() -> Iterator[RunningHouse]:
    """`open_lot` on PostgreSQL, served by WEB_PROCESSES and a worker."""
    with database("postgresql") as environment:
        open_lot(environment)
        with (
            _process(environment, "worker"),
            serve(environment, "web", "--processes", str(WEB_PROCESSES)) as house,
        ):
            yield house


@contextmanager
def serve(environment: dict[str, str], *words: str) -> Iterator[RunningHouse]:
    """`forecourt serve`, or what `words` say, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with _process(environment, *(words or ["serve"]), "--port", str(port)) as process:
        wait_until_up(url)
        environment = {**environment, "FORECOURT_URL": url}
        yield RunningHouse(url, Path(environment["FORECOURT_DATA"]), environment, process)


@contextmanager
def _process(environment: dict[str, str], *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "forecourt.commands", *words]
    with Path(os.devnull).open("wb") as quiet:
        process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_up(url: str, seconds: float = 60) -> float:
    """How long it took until the house answered that it is well."""
    began, pool = time.perf_counter(), urllib3.PoolManager(retries=False, timeout=2.0)
    while time.perf_counter() - began < seconds:
        try:
            if pool.request("GET", f"{url}/up").status == 200:
                return time.perf_counter() - began
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.01)
    raise RuntimeError(f"{url} did not come up")
