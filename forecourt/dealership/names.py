"""Names of everybody who ever worked at a lot, for the record's lines."""

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.remembered import remembered


def names_of(dealership: Dealership) -> dict[int, str]:
    """Name by id, without a query once it is known."""
    return remembered("names", dealership, _work_out)


def _work_out(dealership: Dealership) -> dict[int, str]:
    return dict(Staff.of_lot.values_list("pk", "name"))
