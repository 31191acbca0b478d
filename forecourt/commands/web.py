"""The web server alone; workers run beside it (PostgreSQL)."""

import argparse
import os


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")


def run(given: argparse.Namespace) -> int:
    os.environ.setdefault("FORECOURT_URL", f"http://{given.host}:{given.port}")
    from forecourt.commands.setting_up import set_up

    set_up()
    from forecourt.commands.house import House

    return House(workers=False).serve(given.host, given.port)
