"""The web server alone; workers run beside it (PostgreSQL)."""

import argparse
import os


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")


def run(given: argparse.Namespace) -> int:
    os.environ.setdefault("FORECOURT_URL", f"http://{given.host}:{given.port}")
    from forecourt.commands.setting_up import set_up
    from forecourt.commands.translations import compile_translations

    compile_translations()
    set_up()
    from django.conf import settings

    from forecourt.commands.address import remember_address
    from forecourt.commands.first_start import say_where_to_begin
    from forecourt.commands.house import House

    if settings.DEMO_MARK is not None:
        settings.DEMO_MARK.unlink(missing_ok=True)  # only `serve --demo` asks for no second factor
    say_where_to_begin(settings.PUBLIC_URL)
    remember_address()
    print(f"Forecourt runs at {settings.PUBLIC_URL}", flush=True)
    return House(workers=False).serve(given.host, given.port)
