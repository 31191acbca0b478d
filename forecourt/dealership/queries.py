"""Lists of what belongs to the lot itself: its hours, its people, keys for programs."""

from collections.abc import Iterable
from datetime import date, datetime

from forecourt.dealership.models import Absence, ApiToken, DayException, OpeningWindow, Staff


def opening_windows() -> list[OpeningWindow]:
    """The week as it is kept, Monday first."""
    return list(OpeningWindow.objects.all())


def days_with_other_hours(*, since: date) -> list[DayException]:
    return list(DayException.objects.filter(day__gte=since))


def absences_ahead(person: Staff, *, at: datetime) -> list[Absence]:
    """Those that last or are still to come, the next first."""
    return list(Absence.objects.filter(staff=person, ends_at__gt=at).order_by("begins_at"))


def keys_for_programs(*, at_most: int) -> list[ApiToken]:
    """The newest first; the revoked ones last."""
    return list(ApiToken.objects.order_by("revoked_at", "-id")[:at_most])


def whole_team() -> list[Staff]:
    """Everybody of the lot, those who left last."""
    return list(Staff.of_lot.order_by("-is_active", "id"))


def team_of_today() -> list[Staff]:
    """Everybody who works at the lot."""
    return list(Staff.of_lot.filter(is_active=True).order_by("id"))


def still_here(ids: Iterable[str]) -> list[Staff]:
    """Those of these people, of any lot, whose access is open, each with the lot."""
    return list(Staff.objects.select_related("dealership").filter(pk__in=ids, is_active=True))
