"""Bring the database to this version's shape."""

import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    pass


def run(given: argparse.Namespace) -> int:
    bring_up_to_date()
    return 0


def bring_up_to_date() -> None:
    """Apply migrations and install the guards. Safe to repeat."""
    import django

    django.setup()
    from django.core.management import call_command

    from forecourt.dealership.scope import all_dealerships

    with all_dealerships():
        call_command("migrate", verbosity=0, interactive=False)
