"""R12: clocks that jump and days of 23 or 25 hours; no due time is lost, none is noted twice."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from forecourt.capture.inquiry import Inquiry, Person, Source
from forecourt.capture.verbs.capture import capture
from forecourt.commands.invariants import faults
from forecourt.dealership.calendar import calendar_of
from forecourt.dealership.models import Dealership, Staff
from forecourt.sla.models import Clock
from forecourt.sla.verbs.find_breaches import find_breaches
from forecourt.timeline.models import Event
from tests.faults.sizes import SEED, size

pytestmark = pytest.mark.fault
LEADS, LOOKS = size("LEADS", 40), size("LOOKS", 60)
JUMPS = [timedelta(minutes=-10), timedelta(hours=1), timedelta(days=1), timedelta(seconds=-1)]


def ask(lot: Dealership, number: int, at: datetime) -> None:
    person = Person(name=f"C{number}", phones=(f"+4917055{number:05d}",))
    capture(
        Inquiry("form", Source("form"), f"id-{number}", person, "Hello", acted_at=at),
        dealership=lot,
        at=at,
    )


def test_each_breach_is_noted_once_whatever_the_clock_does(
    in_lot: Dealership, karol: Staff, at: datetime
) -> None:
    chance = random.Random(SEED)  # noqa: S311
    now, asked = at, 0
    for _ in range(LOOKS):
        now += chance.choice([timedelta(minutes=1), timedelta(minutes=13), *JUMPS])
        if asked < LEADS:
            ask(in_lot, asked, now)
            asked += 1
        find_breaches(at=now)
        early = Clock.objects.filter(breached_at__isnull=False, due_at__gt=now + timedelta(days=2))
        assert not early.exists()
    latest = max(Clock.objects.values_list("due_at", flat=True))

    find_breaches(at=latest + timedelta(seconds=1))
    find_breaches(at=latest - timedelta(days=1))

    assert Clock.objects.filter(breached_at__isnull=True).count() == 0
    noted = list(Event.objects.filter(kind="clock.breached").values_list("subject_id", flat=True))
    assert len(noted) == len(set(noted)) == Clock.objects.count()
    assert all(clock.breached_at == clock.due_at for clock in Clock.objects.all())
    assert faults() == []


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Europe/Berlin", "Europe/London"])
@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)])
def test_due_times_around_a_changed_clock_never_go_back(
    in_lot: Dealership, zone: str, day: date
) -> None:
    in_lot.timezone = zone
    in_lot.save(update_fields=["timezone"])
    calendar, chance = calendar_of(in_lot), random.Random(SEED)  # noqa: S311
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    start = midnight.astimezone(UTC) - timedelta(days=3)
    moments = sorted(start + timedelta(minutes=chance.randrange(6 * 24 * 60)) for _ in range(300))

    dues = [calendar.add(moment, 15) for moment in moments]

    assert dues == sorted(dues)
    for moment, due in zip(moments, dues, strict=True):
        assert due >= moment + timedelta(minutes=15)
        opened = due.astimezone(ZoneInfo(zone))
        assert opened.weekday() < 6
        assert 9 <= opened.hour <= 18
