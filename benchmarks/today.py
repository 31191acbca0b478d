"""Today, Inbox, Lead and search at growing sizes of the lot, beside a floor of the same run."""

import argparse
import json
import math
import sys
from typing import Any

from benchmarks.figures import say
from benchmarks.house import ENGINES, database, forecourt, run_module

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SHORT_SIZES = (1_000, 10_000)
PAGES = ("floor", "today", "inbox", "lead", "search_phone", "search_name", "search_rare")


def run(given: argparse.Namespace) -> dict[str, Any]:
    engines = [given.engine] if given.engine else ENGINES
    sizes = SHORT_SIZES if given.short else SIZES
    return {engine: _grow(engine, sizes, 20 if given.short else 60) for engine in engines}


def _grow(engine: str, sizes: tuple[int, ...], rounds: int) -> dict[int, Any]:
    print(f" {engine}")
    figures: dict[int, Any] = {}
    with database(engine) as environment:
        forecourt(environment, "demo", "--leads", "0", "--vehicles", "30")
        for size in sizes:
            missing = size - max(figures, default=0)
            run_module(environment, sys.executable, "-m", "benchmarks.fill", str(missing))
            said = run_module(environment, sys.executable, "-m", "benchmarks.pages", str(rounds))
            figures[size] = json.loads(said)
            _tell(size, figures[size])
    _tell_growth(figures)
    return figures


def _tell(size: int, found: dict[str, Any]) -> None:
    floor = found["floor"]["p50"]
    for page in PAGES:
        one = found[page]
        told = f"p50 {one['p50']:7.2f}  p95 {one['p95']:7.2f} ms  {one['p50'] / floor:5.2f} floors"
        say(f"{size:>9,} leads  {page}", told + f"  {one.get('statements', 1)} statements")


def _tell_growth(figures: dict[int, Any]) -> None:
    """From 10,000 leads to the largest size: the factor, and the exponent behind it."""
    low, high = 10_000, max(figures)
    if low not in figures or high == low:
        return
    for page in PAGES:
        factor = figures[high][page]["p50"] / figures[low][page]["p50"]
        exponent = math.log(factor) / math.log(high / low)
        say(f"growth from {low:,} to {high:,}: {page}", f"{factor:.2f} (exponent {exponent:.3f})")
