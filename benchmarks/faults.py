"""The full forms of docs/reliability.md: the tests of bin/test, with far more of everything."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import Any

FAULTS, TIMELINE = "tests/faults/test_{}.py", "forecourt/timeline/tests/test_guards.py"
# A full form takes longer than any test of bin/test may.
OPTIONS = ("-p", "no:cacheprovider", "-o", "faulthandler_timeout=0")
COUNTS = re.compile(r"^\.*(\d+ .*)$", re.MULTILINE)
SUMMARY = re.compile(r"^=*\s*(\d+ (?:passed|failed|skipped|error).*?)\s*=*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fault:
    row: str  # the promises of docs/reliability.md
    says: str
    path: str
    full: dict[str, int] = field(default_factory=dict)


ROWS = (
    Fault(
        "R1", "kill -9 at random moments", FAULTS.format("a_killed_house_loses_nothing"),
        {"KILLS": 1000},
    ),
    Fault(
        "R2", "a crash at every named point and after every statement",
        FAULTS.format("a_crash_at_any_point_loses_nothing"),
        {"CRASH_TIMES": 4, "CRASH_STATEMENTS": 400, "CRASH_STEP": 1},
    ),
    Fault(
        "R4 R5", "a full disk, a held lock", FAULTS.format("a_full_disk_and_a_held_lock"),
        {"CYCLES": 100, "HELD_S": 19},
    ),
    Fault(
        "R6 R7", "copies and permutations", FAULTS.format("copies_and_order_change_nothing"),
        {"EVENTS": 10_000, "PERMUTATIONS": 1000},
    ),
    Fault(
        "R8", "mutated deliveries", FAULTS.format("bad_bytes_end_in_one_state"),
        {"PARSED": 100_000, "READ": 10_000},
    ),
    Fault("R9 R10", "poison and takeovers", FAULTS.format("a_poisoned_delivery_harms_no_other")),
    Fault("R11", "races", FAULTS.format("races_have_one_winner"), {"ROWS": 8000}),
    Fault(
        "R12", "clock jumps", FAULTS.format("clock_jumps_lose_no_due_time"),
        {"LEADS": 2000, "LOOKS": 3000},
    ),
    Fault(
        "R22", "every verb in any order", FAULTS.format("no_sequence_of_acts_breaks_an_invariant"),
        {"EXAMPLES": 200, "STEPS": 50},
    ),
    Fault("S1 S3 S6 S12 S19", "neighbours, forgeries, hostile XML", "tests/security"),
    Fault("S20", "the record", TIMELINE, {"EVENTS_SEALED": 100_000}),
)  # fmt: skip


def run(given: argparse.Namespace) -> dict[str, Any]:
    """Each row on each engine; its counts, and whether every promise held."""
    figures = {}
    for engine in [given.engine] if given.engine else ["sqlite", "postgresql"]:
        for fault in ROWS:
            found = _try(fault, engine, short=given.short, seed=given.seed)
            figures[f"{fault.row} {engine}"] = found
            word = "held" if found["held"] else "BROKEN"
            print(f"{fault.row:<18}{engine:<11}{word:<8}{found['seconds']:>7.1f} s  {fault.says}")
            for line in found["counts"]:
                print(f"{'':<18}{line}", flush=True)
    return figures


def _try(fault: Fault, engine: str, *, short: bool, seed: int) -> dict[str, Any]:
    sizes = {"SEED": seed, **({} if short else fault.full)}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {f"FORECOURT_FAULTS_{name}": str(value) for name, value in sizes.items()}
    command = [sys.executable, "-m", "pytest", "-q", "-s", *OPTIONS, fault.path]
    if engine == "postgresql":
        command = [sys.executable, "-m", "tests.postgres", "--durable", "--", *command]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as data:
        environment["FORECOURT_DATA"] = data
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-1000:], sep="\n", file=sys.stderr)
    summary = SUMMARY.findall(done.stdout)
    counts = [line for line in COUNTS.findall(done.stdout) if line not in summary]
    return {
        "held": done.returncode == 0,
        "seconds": time.monotonic() - began,
        "sizes": sizes,
        "counts": [*counts, *summary],
    }
