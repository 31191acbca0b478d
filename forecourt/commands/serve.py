"""The whole product in one process: web, workers, clocks and the mail listener."""

import argparse
import os

from forecourt.commands.address import address_of, port_number


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port_number, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--smtp-port", type=port_number, help="also take mail by SMTP on this port")
    parser.add_argument("--demo", action="store_true", help="open a lot full of realistic leads")


def run(given: argparse.Namespace) -> int:
    os.environ.setdefault("FORECOURT_URL", address_of(given.host, given.port))
    from forecourt.commands.migrate import bring_up_to_date
    from forecourt.commands.translations import compile_translations

    compile_translations()
    bring_up_to_date()
    from django.conf import settings

    from forecourt.commands.address import remember_address
    from forecourt.commands.house import House
    from forecourt.commands.siblings import listen

    with listen(given.host, given.port) as listening:
        _welcome(demo=given.demo)
        remember_address()
        print(f"Forecourt runs at {settings.PUBLIC_URL}", flush=True)
        return House(smtp_port=given.smtp_port).serve(listening)


def _welcome(*, demo: bool) -> None:
    from django.conf import settings

    if settings.DEMO_MARK is not None:
        settings.DEMO_MARK.touch() if demo else settings.DEMO_MARK.unlink(missing_ok=True)
    if demo:
        from forecourt.commands.demo import open_demo

        open_demo(print)
    else:
        from forecourt.commands.first_start import say_where_to_begin

        say_where_to_begin(settings.PUBLIC_URL)
