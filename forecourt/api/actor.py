"""Who acts when a program does.

A token is no person. Where a verb takes `by=None` the timeline says that nobody of the team did it
(capture, stock, replay). Where a verb needs a person, it is the lot's first active owner, who
issued the tokens and answers for what they do.
"""

from forecourt.api.problems import Problem
from forecourt.dealership.duty import roster_of
from forecourt.dealership.models import Dealership, Staff


def owner_behind(dealership: Dealership) -> Staff:
    """The first active owner of the lot in scope, remembered with its roster."""
    for person in roster_of(dealership).sellers:
        if person.is_owner:
            return person
    raise Problem(409, "The lot has no active owner who could answer for this.")
