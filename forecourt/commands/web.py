"""The web server alone; workers run beside it (PostgreSQL)."""

import argparse
import os

from forecourt.commands.address import address_of, port_number
from forecourt.commands.faults import CommandFault


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port_number, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--processes", type=int, default=1, help="share the address between so many (PostgreSQL)"
    )
    parser.add_argument("--socket", type=int, help=argparse.SUPPRESS)  # of a process beside it


def run(given: argparse.Namespace) -> int:
    return _run_beside(given.socket) if given.socket is not None else _run_first(given)


def _run_beside(number: int) -> int:
    from forecourt.commands.setting_up import set_up

    set_up()
    from forecourt.commands.house import House
    from forecourt.commands.siblings import end_with_the_first, inherited

    end_with_the_first()
    return House(workers=False).serve(inherited(number))


def _run_first(given: argparse.Namespace) -> int:
    os.environ.setdefault("FORECOURT_URL", address_of(given.host, given.port))
    from forecourt.commands.setting_up import set_up
    from forecourt.commands.translations import compile_translations

    compile_translations()
    set_up()
    from django.conf import settings
    from django.db import connection

    if given.processes > 1 and connection.vendor == "sqlite":
        raise CommandFault("Several processes need PostgreSQL; leave --processes out.")
    from forecourt.commands.address import remember_address
    from forecourt.commands.first_start import say_where_to_begin
    from forecourt.commands.house import House
    from forecourt.commands.siblings import Siblings, listen

    with listen(given.host, given.port) as listening:
        if settings.DEMO_MARK is not None:
            settings.DEMO_MARK.unlink(missing_ok=True)  # only `serve --demo` asks no second factor
        say_where_to_begin(settings.PUBLIC_URL)
        remember_address()
        print(f"Forecourt runs at {settings.PUBLIC_URL}", flush=True)
        siblings = Siblings(given.processes - 1, listening)
        siblings.start()
        try:
            return House(workers=False).serve(listening, at_end=siblings.tell)
        finally:
            siblings.stop()
