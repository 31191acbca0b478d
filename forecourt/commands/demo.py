"""Fill a lot with cars, people and talks that look like a real week."""

import argparse
import os
from collections.abc import Callable


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--leads", type=int, default=40, metavar="N")
    parser.add_argument("--vehicles", type=int, default=30, metavar="N")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="who gets which further lead"
    )


def run(given: argparse.Namespace) -> int:
    from forecourt.commands.migrate import bring_up_to_date

    bring_up_to_date()
    open_demo(print, leads=given.leads, vehicles=given.vehicles, seed=given.seed)
    return 0


def open_demo(
    say: Callable[[str], None], *, leads: int = 40, vehicles: int = 30, seed: int = 1
) -> None:
    """Build the demo lot unless it is there, and print a sign-in link per role."""
    from django.conf import settings
    from django.utils import timezone

    from forecourt.commands.demo_lot.build import build_lot, people_of_demo
    from forecourt.dealership.scope import acting_for
    from forecourt.dealership.verbs.invite import invite

    at = timezone.now()
    if settings.DEMO_MARK is None:
        say("The demo lot is not opened in production.")
        return
    people = people_of_demo() or build_lot(at, leads=leads, vehicles=vehicles, seed=seed)
    settings.DEMO_MARK.write_text(f"{os.getpid()}\n")
    for person in people:
        with acting_for(person.dealership):
            link = f"{settings.PUBLIC_URL}/welcome/{invite(person, at=at)}/"
        say(f"Sign in as {person.get_role_display()} ({person.name}): {link}")
