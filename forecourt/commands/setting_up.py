"""Django, set up once for a command, and the lot a command is about."""

from typing import TYPE_CHECKING

from forecourt.commands.faults import FAULT, CommandFault

if TYPE_CHECKING:
    from forecourt.dealership.models import Dealership


def set_up() -> None:
    """Django ready, and the database's shape checked. Raises CommandFault with what to do."""
    import django

    django.setup()
    from django.db import DatabaseError

    from forecourt.dealership.models import Dealership

    try:
        Dealership.objects.exists()
    except DatabaseError:
        raise CommandFault(
            "There is no database here: start bin/run first, or give its --data.", FAULT
        ) from None


def the_lot(slug: str | None = None) -> "Dealership":
    """The dealership called `slug`, or the only one there is."""
    from forecourt.dealership.models import Dealership

    lots = list(
        Dealership.objects.filter(slug=slug) if slug else Dealership.objects.order_by("id")[:2]
    )
    if not lots:
        raise CommandFault(
            "There is no such lot." if slug else "There is no lot yet; start with bin/run."
        )
    if len(lots) > 1:
        raise CommandFault("There are several lots; say which with --dealership.")
    return lots[0]
