"""When the next step is due, at a lot that is open Mon-Fri 9-18 and Sat 9-14."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from forecourt.dealership.models import Dealership, OpeningWindow
from forecourt.leads.first_steps import first_step, first_steps
from forecourt.leads.models import NextKind
from forecourt.leads.steps import after_reopening, next_morning, on_next_day

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY, SATURDAY, MONDAY = 20, 21, 23


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (moment(FRIDAY, 12), moment(SATURDAY, 10)),
        (moment(SATURDAY, 12), moment(MONDAY, 10)),
    ],
)
def test_the_next_morning_is_ten_on_a_day_that_is_open(
    at: datetime, due: datetime, in_lot: Dealership
) -> None:
    assert next_morning(in_lot, at) == due


@pytest.mark.parametrize(
    ("opens", "closes", "clock", "due"),
    [
        (time(11), time(14), time(10), moment(SATURDAY, 11)),
        (time(7), time(9), time(10), moment(SATURDAY, 7)),
        (time(9), time(14), time(15), moment(SATURDAY, 9)),
    ],
)
def test_a_day_that_is_closed_by_then_counts_from_its_opening(
    opens: time, closes: time, clock: time, due: datetime, in_lot: Dealership
) -> None:
    OpeningWindow.objects.filter(weekday=5).update(opens=opens, closes=closes)

    assert on_next_day(in_lot, moment(FRIDAY, 12), clock) == due


def test_in_a_break_it_is_the_opening_after_it(in_lot: Dealership) -> None:
    saturday = OpeningWindow.objects.filter(weekday=5)
    saturday.update(opens=time(8), closes=time(9, 30))
    OpeningWindow.objects.create(dealership=in_lot, weekday=5, opens=time(10, 30), closes=time(14))

    assert next_morning(in_lot, moment(FRIDAY, 12)) == moment(SATURDAY, 10, 30)


def test_a_lot_that_never_opens_has_mornings_too(in_lot: Dealership) -> None:
    OpeningWindow.objects.all().delete()

    assert next_morning(in_lot, moment(SATURDAY, 12)) == moment(SATURDAY + 1, 10)


def test_a_lead_that_is_opened_again_is_due_in_an_hour_of_opening_time(in_lot: Dealership) -> None:
    due = after_reopening(in_lot, at=moment(SATURDAY, 13, 40)).due_at

    assert due == moment(MONDAY, 9, 40)


@pytest.mark.parametrize(
    ("at", "offered"),
    [
        (moment(FRIDAY, 12, 7), ["call", "drive", "today"]),
        (moment(FRIDAY, 17, 40), ["call", "drive"]),
        (moment(22, 12), ["call", "drive"]),
    ],
)
def test_today_is_offered_while_there_is_time(
    at: datetime, offered: list[str], in_lot: Dealership
) -> None:
    assert list(first_steps(in_lot, at)) == offered


def test_today_is_in_two_hours_at_a_quarter(in_lot: Dealership) -> None:
    assert first_steps(in_lot, moment(FRIDAY, 12, 7))["today"].due_at == moment(FRIDAY, 14)
    assert first_steps(in_lot, moment(FRIDAY, 17))["today"].due_at == moment(FRIDAY, 17, 45)


def test_a_step_that_waited_for_a_signal_is_never_due_before_now(in_lot: Dealership) -> None:
    acted_at, at = moment(FRIDAY, 12), moment(MONDAY, 12)

    action = first_step("today", in_lot, own=None, acted_at=acted_at, at=at)

    assert (action.kind, action.due_at) == (NextKind.CALL, at + timedelta(minutes=15))


def test_an_own_time_counts_before_the_one_of_the_step(in_lot: Dealership) -> None:
    own, at = moment(MONDAY, 16), moment(FRIDAY, 12)

    action = first_step("drive", in_lot, own=own, acted_at=at, at=at)

    assert (action.kind, action.due_at) == (NextKind.DRIVE, own)
