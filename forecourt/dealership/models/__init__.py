"""The lot, its people, and when it is open."""

from forecourt.dealership.models.absence import Absence
from forecourt.dealership.models.dealership import Dealership
from forecourt.dealership.models.opening import DayException, OpeningWindow
from forecourt.dealership.models.staff import ApiToken, Invitation, Role, Staff

__all__ = [
    "Absence",
    "ApiToken",
    "DayException",
    "Dealership",
    "Invitation",
    "OpeningWindow",
    "Role",
    "Staff",
]
