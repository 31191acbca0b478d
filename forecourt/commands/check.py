"""Check every invariant and the chain of events; exit 1 if one fails."""

import argparse
import json

from forecourt.commands.setting_up import set_up


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--deep", action="store_true", help="also every event's seal and every page"
    )
    parser.add_argument("--json", action="store_true")


def run(given: argparse.Namespace) -> int:
    set_up()
    from forecourt.commands.invariants import faults

    found = faults(deep=given.deep)
    if given.json:
        print(json.dumps({"faults": found, "deep": given.deep}))
    elif found:
        print("\n".join(found))
    else:
        print("All is well.")
    return 1 if found else 0
