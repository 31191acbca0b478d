"""The workers alone; may run many times on PostgreSQL."""

import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    pass


def run(given: argparse.Namespace) -> int:
    from forecourt.commands.setting_up import set_up

    set_up()
    import signal

    from forecourt.commands.workers import Workers

    workers = Workers()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: workers.stop())
    workers.run_until_stopped()
    return 0
