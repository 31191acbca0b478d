"""Take a person into the team; prints a one-time sign-in link."""

import argparse

from forecourt.commands.faults import CommandFault
from forecourt.commands.setting_up import set_up, the_lot


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["add"])
    parser.add_argument("email")
    parser.add_argument("--name", required=True)
    parser.add_argument(
        "--role", default="sales", choices=["owner", "sales", "appraiser", "viewer"]
    )
    parser.add_argument("--dealership", metavar="SLUG")


def run(given: argparse.Namespace) -> int:
    set_up()
    from django.utils import timezone

    from forecourt.commands.address import public_address
    from forecourt.dealership.scope import acting_for
    from forecourt.dealership.verbs.add_staff import AddressIsTaken, add_staff
    from forecourt.dealership.verbs.invite import invite

    lot, at = the_lot(given.dealership), timezone.now()
    with acting_for(lot):
        try:
            person = add_staff(lot, email=given.email, name=given.name, role=given.role, at=at)
        except AddressIsTaken:
            raise CommandFault(
                f"{given.email} signs in here already; choose another address."
            ) from None
        print(f"{public_address()}/welcome/{invite(person, at=at)}/")
    return 0
