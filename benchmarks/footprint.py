"""Memory under load, cold start to the first answer, and what an install weighs."""

import argparse
import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import Any

from benchmarks.capture import measure_acks
from benchmarks.figures import say
from benchmarks.house import RunningHouse, database, forecourt, running, serve, wait_until_up

STARTS, STARTS_SHORT = 7, 2
HEAVIEST = 15


def run(given: argparse.Namespace) -> dict[str, Any]:
    starts = _cold_starts(STARTS_SHORT if given.short else STARTS)
    say("cold start to the first answer, median", f"{starts:6.2f} s")
    with running("sqlite") as house:
        idle = _proportional_set_mib(house)
        measure_acks(house, 8, 300 if given.short else 3000)
        loaded = _proportional_set_mib(house)
    say("memory after start / under load (PSS)", f"{idle:6.1f} / {loaded:6.1f} MiB")
    sizes = _installed_mb()
    say("installed libraries that run", f"{sum(sizes.values()):6.1f} MB")
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:HEAVIEST]:
        say(f"  {name}", f"{size:6.1f} MB")
    return {"cold_start_s": starts, "idle_mib": idle, "loaded_mib": loaded, "installed_mb": sizes}


def _cold_starts(count: int) -> float:
    """From the start of the process to the first answer of a house that ran before, in seconds."""
    with database("sqlite") as environment:
        forecourt(environment, "demo", "--leads", "5", "--vehicles", "5")
        with serve(environment):
            pass
        return statistics.median(_one_start(environment) for _ in range(count))


def _one_start(environment: dict[str, str]) -> float:
    began = time.perf_counter()
    port = 8790
    command = [sys.executable, "-m", "forecourt.commands", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_up(f"http://127.0.0.1:{port}")
        return time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(timeout=20)


def _proportional_set_mib(house: RunningHouse) -> float:
    """Proportional set size of the house's processes, in MiB (Linux, smaps_rollup)."""
    pids = [house.process.pid, *_children(house.process.pid)]
    kib = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kib += int(line.split()[1])
    return kib / 1024


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found


def _installed_mb() -> dict[str, float]:
    """Megabytes per distribution of requirements/run.lock as installed here, compiled files too."""
    from importlib.metadata import distributions

    root = Path(__file__).resolve().parent.parent
    wanted = {
        line.split("==")[0].lower()
        for line in (root / "requirements/run.lock").read_text().splitlines()
        if "==" in line
    }
    sizes = {}
    site = Path(sysconfig.get_paths()["purelib"])
    for found in distributions(path=[str(site)]):
        name = found.metadata["Name"].lower().replace("_", "-")
        if name in wanted:
            files = {site / str(file) for file in found.files or ()}
            compiled = {one for file in files for one in _compiled(file)}
            sizes[name] = sum(map(_size, files | compiled)) / 1e6
    return sizes


def _compiled(file: Path) -> list[Path]:
    """What Python made of a module when it was first imported."""
    if file.suffix != ".py":
        return []
    return list((file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
