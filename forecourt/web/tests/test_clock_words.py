"""A reply clock says the same on the server as it goes on saying on the phone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from forecourt.web.clock_words import Reading, clock_time, paused_until, read_clock

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def _read(minutes_left: int, *, of: int = 30) -> Reading:
    due = NOON + timedelta(minutes=minutes_left)
    return read_clock(due - timedelta(minutes=of), due, at=NOON)


@pytest.mark.parametrize(
    ("minutes_left", "reading"),
    [
        (24, Reading("in_time", "24 min left", 80)),
        (10, Reading("soon", "10 min left", 33)),
        (0, Reading("late", "Late 1 min", 100)),
        (-11, Reading("late", "Late 11 min", 100)),
        (-75, Reading("late", "Late since 10:45", 100)),
    ],
)
def test_a_running_clock_finds_its_own_state(minutes_left: int, reading: Reading) -> None:
    assert _read(minutes_left) == reading


def test_above_an_hour_the_time_of_day_is_said() -> None:
    assert _read(130, of=240).words == "by 14:10"


def test_another_day_is_named() -> None:
    assert clock_time(NOON + timedelta(days=2), NOON) == "Sat 12:00"
    assert clock_time(NOON + timedelta(days=9), NOON) == "14 Mar 12:00"


@pytest.mark.parametrize(("language", "sunday"), [("de", "So 12:00"), ("pl", "niedz 12:00")])
def test_sunday_is_a_day_and_no_look(language: str, sunday: str) -> None:
    with translation.override(language):
        assert clock_time(NOON + timedelta(days=3), NOON) == sunday


@pytest.mark.parametrize(("language", "day"), [("de", "14. März 12:00"), ("pl", "14 mar 12:00")])
def test_a_day_far_off_is_written_as_its_language_writes_days(language: str, day: str) -> None:
    with translation.override(language):
        assert clock_time(NOON + timedelta(days=9), NOON) == day


def test_a_clock_with_nothing_due_stands_at_their_turn() -> None:
    assert read_clock(NOON, None, at=NOON) == Reading("their_turn", "", 0)


def test_a_paused_clock_says_when_it_starts() -> None:
    reading = paused_until(NOON + timedelta(hours=3), at=NOON)

    assert reading.words == "clock starts 15:00"
