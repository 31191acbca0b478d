"""Make a token for the API; prints it, alone on the last line."""

import argparse

from forecourt.commands.setting_up import set_up, the_lot


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["add"])
    parser.add_argument("name")
    parser.add_argument("--dealership", metavar="SLUG")


def run(given: argparse.Namespace) -> int:
    set_up()
    from django.utils import timezone

    from forecourt.commands.address import public_address
    from forecourt.dealership.scope import acting_for
    from forecourt.dealership.verbs.issue_token import issue_token

    lot = the_lot(given.dealership)
    with acting_for(lot):
        token = issue_token(lot, given.name, at=timezone.now())
    print(f"Token {given.name} for {lot} at {public_address()}/api/v1/. It is shown this once:")
    print(token)
    return 0
