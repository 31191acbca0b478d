"""A small HTTP/1.1 load: prepared requests over kept connections, in a process of its own."""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from benchmarks.figures import Spread


@dataclass(frozen=True, slots=True)
class Outcome:
    rate: float  # answers a second
    spread: Spread
    statuses: dict[str, int]

    def __str__(self) -> str:
        return f"{self.rate:8.0f} /s  {self.spread}  {self.statuses}"


def request(method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """One request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def send(url: str, requests: Sequence[bytes], *, connections: int) -> Outcome:
    """Send each request once over kept connections; each waits for its answer before the next."""
    with NamedTemporaryFile(suffix=".load") as file:
        Path(file.name).write_text(json.dumps([one.decode("latin-1") for one in requests]))
        command = [sys.executable, "-m", "benchmarks.load", url, file.name, str(connections)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    answer = json.loads(said)
    return Outcome(
        rate=round(len(answer["seconds"]) / answer["took"], 1),
        spread=Spread.of(answer["seconds"]),
        statuses=answer["statuses"],
    )


async def _run(url: str, requests: list[bytes], connections: int) -> dict[str, object]:
    parts = urlsplit(url)
    waiting = iter(requests)
    seconds: list[float] = []
    statuses: dict[str, int] = {}

    async def sender() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for one in waiting:
            began = time.perf_counter()
            writer.write(one)
            status = await _answer(reader)
            seconds.append(time.perf_counter() - began)
            statuses[status] = statuses.get(status, 0) + 1
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(connections)))
    return {"took": time.perf_counter() - began, "seconds": seconds, "statuses": statuses}


async def _answer(reader: asyncio.StreamReader) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next(
        (
            int(line.split(":")[1])
            for line in head.splitlines()
            if line.startswith("content-length")
        ),
        None,
    )
    if length is not None:
        await reader.readexactly(length)
    else:
        while (size := int(await reader.readuntil(b"\r\n"), 16)) or not await reader.readexactly(2):
            await reader.readexactly(size + 2)
    return head[9:12]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("file", type=Path)
    parser.add_argument("connections", type=int)
    given = parser.parse_args()
    prepared = [one.encode("latin-1") for one in json.loads(given.file.read_text())]
    print(json.dumps(asyncio.run(_run(given.url, prepared, given.connections))))
