"""`bin/bench [NAME] [--json FILE]`: run one benchmark, or all of them."""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

NAMES = ("hours", "capture", "today", "footprint", "budgets", "faults")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--short", action="store_true", help="a tenth of the work, to see it run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], help="only this one")
    given = parser.parse_args()
    figures = {}
    for name in [given.name] if given.name else NAMES:
        print(f"== {name}", flush=True)
        figures[name] = import_module(f"benchmarks.{name}").run(given)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1, default=str))
    return 0


if __name__ == "__main__":
    sys.exit(main())
