"""What Today says while the set-up is not finished."""

from django.utils.translation import gettext as _

from forecourt.dealership.models import Dealership


def left_to_do(dealership: Dealership) -> str | None:
    """One line; from the row at hand, no query."""
    return None if dealership.set_up_at else _("Finish the set-up")
