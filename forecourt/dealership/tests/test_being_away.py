"""Being away: a drive now, a leave next week."""

from datetime import datetime, timedelta

from forecourt.dealership.models import Absence, Dealership, Staff
from forecourt.dealership.verbs.plan_absence import plan_absence
from forecourt.dealership.verbs.take_off import come_back, take_off

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def test_a_planned_leave_outlasts_a_drive_and_coming_back(
    in_lot: Dealership, karol: Staff, at: datetime
) -> None:
    leave = plan_absence(karol, begins_at=at + WEEK, ends_at=at + 2 * WEEK, by=karol, at=at)

    take_off(karol, Absence.Kind.DRIVE, until=at + HOUR, by=karol, at=at)
    come_back(karol, by=karol, at=at + HOUR / 2)

    leave.refresh_from_db()
    assert (leave.begins_at, leave.ends_at) == (at + WEEK, at + 2 * WEEK)


def test_a_second_absence_takes_the_place_of_the_one_that_runs(
    in_lot: Dealership, karol: Staff, at: datetime
) -> None:
    take_off(karol, Absence.Kind.DRIVE, until=at + HOUR, by=karol, at=at)

    take_off(karol, Absence.Kind.DAY_OFF, until=at + 9 * HOUR, by=karol, at=at)

    assert [one.kind for one in Absence.objects.all()] == [Absence.Kind.DAY_OFF]
