"""Trading hours, counted by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from forecourt.dealership.holidays_of import PublicHolidays
from forecourt.dealership.hours import (
    BadHours,
    NeverOpen,
    TradingCalendar,
    Window,
    Windows,
    moment_of,
)
from forecourt.dealership.tests.some_hours import (
    BERLIN,
    DUBAI,
    LONDON,
    NINE_TO_FIVE,
    OFFICE,
    WARSAW,
    local,
    utc,
    wall,
)


def test_a_saturday_evening_mail_is_due_monday_at_a_quarter_past_nine() -> None:
    saturday_evening = local(BERLIN, 2026, 11, 21, 20)

    assert OFFICE.add(saturday_evening, 15) == local(BERLIN, 2026, 11, 23, 9, 15)


@pytest.mark.parametrize("zone", [BERLIN, WARSAW, LONDON], ids=str)
@pytest.mark.parametrize("saturday", [date(2027, 3, 27), date(2027, 10, 30)], ids=str)
def test_the_same_over_the_night_when_the_clocks_change(zone: ZoneInfo, saturday: date) -> None:
    calendar = TradingCalendar(zone, OFFICE.weekly)
    mail = datetime.combine(saturday, time(20), zone)
    monday = datetime.combine(saturday + timedelta(days=2), time(9, 15), zone)

    assert calendar.add(mail, 15) == monday.astimezone(UTC)


def test_a_count_that_ends_at_closing_time_stays_there() -> None:
    friday = local(BERLIN, 2026, 11, 20, 16, 30)

    assert OFFICE.add(friday, 30) == local(BERLIN, 2026, 11, 20, 17)
    assert OFFICE.add(friday, 31) == local(BERLIN, 2026, 11, 23, 9, 1)
    assert not OFFICE.is_open(local(BERLIN, 2026, 11, 20, 17))


def test_the_lunch_break_does_not_count() -> None:
    split: Windows = ((time(14), time(18)), (time(9), time(12, 30)))
    calendar = TradingCalendar(WARSAW, (split,) * 7)

    assert calendar.add(local(WARSAW, 2026, 11, 20, 12, 20), 15) == local(
        WARSAW, 2026, 11, 20, 14, 5
    )
    assert calendar.next_opening(local(WARSAW, 2026, 11, 20, 12, 30)) == local(
        WARSAW, 2026, 11, 20, 14
    )


def test_a_half_day_and_an_opening_on_a_holiday_replace_the_weekday() -> None:
    calendar = TradingCalendar(
        BERLIN,
        (NINE_TO_FIVE,) * 5 + ((), ()),
        closed_days=PublicHolidays("DE", "BY"),
        exceptions={
            date(2026, 12, 24): ((time(9), time(12)),),
            date(2026, 12, 25): ((time(10), time(11)),),
            date(2026, 12, 31): (),
        },
    )

    assert calendar.add(local(BERLIN, 2026, 12, 24, 11, 30), 60) == local(
        BERLIN, 2026, 12, 25, 10, 30
    )
    assert calendar.add(local(BERLIN, 2026, 12, 30, 16, 59), 2) == local(BERLIN, 2027, 1, 4, 9, 1)


def test_closed_days_may_be_a_function() -> None:
    is_odd: Callable[[date], bool] = lambda day: day.day % 2 == 1  # noqa: E731
    calendar = TradingCalendar(DUBAI, (NINE_TO_FIVE,) * 7, closed_days=is_odd)

    assert calendar.due_inside(utc(2026, 11, 21)) == local(DUBAI, 2026, 11, 22, 9)


def test_leap_day_is_a_day_like_any_other() -> None:
    assert OFFICE.add(local(BERLIN, 2028, 2, 28, 16, 50), 20) == local(BERLIN, 2028, 2, 29, 9, 10)


def test_a_night_window_loses_and_gains_the_hour_of_the_change() -> None:
    always = TradingCalendar(BERLIN, (((time.min, time.max),),) * 7)
    spring, autumn = date(2027, 3, 28), date(2027, 10, 31)

    for day, hours in ((spring, 23), (autumn, 25), (date(2027, 6, 1), 24)):
        start, end = (local(BERLIN, *(day + timedelta(days=n)).timetuple()[:3]) for n in (0, 1))
        assert always.between(start, end) == timedelta(hours=hours)


def test_an_edge_in_the_missing_hour_moves_to_its_end() -> None:
    assert moment_of(wall("2027-03-28 02:30"), BERLIN) == utc(2027, 3, 28, 1)
    assert moment_of(wall("2027-03-28 03:00"), BERLIN) == utc(2027, 3, 28, 1)
    assert moment_of(wall("2027-03-28 01:15"), LONDON) == utc(2027, 3, 28, 1)


def test_of_a_repeated_hour_the_first_run_counts() -> None:
    assert moment_of(wall("2027-10-31 02:30"), BERLIN) == utc(2027, 10, 31, 0, 30)
    assert moment_of(wall("2027-10-31 02:30").replace(fold=1), BERLIN) == utc(2027, 10, 31, 0, 30)


def test_a_lot_open_round_the_clock_never_opens_anew() -> None:
    always = TradingCalendar(BERLIN, (((time.min, time.min),),) * 7)

    assert always.is_open(utc(2026, 11, 20, 23, 59))
    assert always.next_opening(utc(2026, 11, 20)) is None
    assert always.due_inside(utc(2026, 11, 20, 3)) == utc(2026, 11, 20, 3)
    assert always.add(utc(2026, 11, 20), 60 * 24 * 30) == utc(2026, 12, 20)


def test_a_lot_without_hours_is_named_as_the_error() -> None:
    closed = TradingCalendar(BERLIN, ((),) * 7)
    only_once = TradingCalendar(BERLIN, ((),) * 7, exceptions={date(2027, 1, 4): NINE_TO_FIVE})

    with pytest.raises(NeverOpen):
        closed.add(utc(2026, 11, 20), 0)
    with pytest.raises(NeverOpen):
        closed.due_inside(utc(2026, 11, 20))
    with pytest.raises(NeverOpen):
        only_once.add(utc(2026, 11, 20), 481)
    assert closed.next_opening(utc(2026, 11, 20)) is None
    assert not closed.is_open(utc(2026, 11, 20))
    assert only_once.add(utc(2026, 11, 20), 480) == local(BERLIN, 2027, 1, 4, 17)


@pytest.mark.parametrize("window", [(time(17), time(9)), (time(9), time(9))], ids=str)
def test_a_window_that_closes_before_it_opens_is_refused(window: Window) -> None:
    with pytest.raises(BadHours):
        TradingCalendar(BERLIN, ((window,),) + ((),) * 6)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(BadHours):
        TradingCalendar(BERLIN, (NINE_TO_FIVE,) * 5)


def test_overlapping_windows_count_once() -> None:
    calendar = TradingCalendar(
        BERLIN, (((time(9), time(13)), (time(12), time(17)), (time(17), time(18))),) * 7
    )

    assert calendar.windows_on(date(2026, 11, 20)) == ((time(9), time(18)),)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        OFFICE.is_open(wall("2026-11-20 12:00"))
    with pytest.raises(ValueError, match="forward"):
        OFFICE.add(utc(2026, 11, 20), -1)


def test_nothing_lies_between_a_moment_and_an_earlier_one() -> None:
    assert OFFICE.between(utc(2026, 11, 20, 12), utc(2026, 11, 20, 10)) == timedelta(0)


def test_a_wait_of_thirty_days_looks_at_each_day_once() -> None:
    looked_at: list[date] = []

    def is_closed(day: date) -> bool:
        looked_at.append(day)
        return False

    calendar = TradingCalendar(BERLIN, (NINE_TO_FIVE,) * 7, closed_days=is_closed)
    calendar.add(utc(2027, 3, 1, 7, 3), 30 * 8 * 60)

    assert len(looked_at) == len(set(looked_at)) <= 32
