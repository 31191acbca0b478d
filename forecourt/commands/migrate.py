"""Bring the database to this version's shape."""

import argparse
import pkgutil
from pathlib import Path


def add_to(parser: argparse.ArgumentParser) -> None:
    pass


def run(given: argparse.Namespace) -> int:
    bring_up_to_date()
    return 0


def bring_up_to_date() -> None:
    """Apply migrations and install the guards; on a database that is current only look."""
    import django

    django.setup()
    from django.core.management import call_command

    from forecourt.dealership.scope import all_dealerships
    from forecourt.timeline.guards import missing_guards

    with all_dealerships():
        if _unapplied() or missing_guards():
            call_command("migrate", verbosity=0, interactive=False)


def _unapplied() -> bool:
    """Whether a migration file is not recorded; none is loaded, which would cost half a second."""
    from django.apps import apps
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
    except DatabaseError:
        return True
    there = {
        (app.label, found.name)
        for app in apps.get_app_configs()
        for found in pkgutil.iter_modules([str(Path(app.path) / "migrations")])
        if not found.name.startswith("_")
    }
    return not there <= applied
