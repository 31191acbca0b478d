"""The `forecourt` command line. Each command is a file here with `add_to` and `run`."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from forecourt.commands.faults import GOOD, NO_READER, CommandFault

COMMANDS = (
    "serve", "web", "worker", "migrate", "demo", "user", "token", "channels", "feed", "check",
    "read", "import_",
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status: 0 good, 1 found a fault, 2 wrong use."""
    parser = argparse.ArgumentParser(
        prog="forecourt", description="The lead desk of a small car lot."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = import_module(f"forecourt.commands.{name}")
        sub = commands.add_parser(name.rstrip("_"), help=(module.__doc__ or "").splitlines()[0])
        sub.add_argument("--data", metavar="DIR", help="where the data is (default ./var)")
        module.add_to(sub)
        sub.set_defaults(run=module.run)
    given = parser.parse_args(argv)
    if given.data:
        os.environ["FORECOURT_DATA"] = str(Path(given.data).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        status = int(given.run(given) or GOOD)
        sys.stdout.flush()
    except BrokenPipeError:
        _say_no_more()
        return NO_READER
    except CommandFault as fault:
        print(fault, file=sys.stderr)
        return fault.status
    except KeyboardInterrupt:
        return GOOD
    return status


def _say_no_more() -> None:
    """Who read our output went away, as `head` does: what is left in the buffer goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
