"""Trading hours against an oracle that walks minute by minute and knows nothing of windows."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from forecourt.dealership.hours import (
    TradingCalendar,
    Windows,
)
from forecourt.dealership.tests.some_hours import BERLIN, DUBAI, LONDON, MINUTE, WARSAW


class Oracle:
    """Asks the wall clock at every minute. The second run of a repeated hour belongs to the
    window that is open when it begins again, as if the clock had stood still."""

    def __init__(self, calendar: TradingCalendar) -> None:
        self.calendar = calendar

    def is_open(self, at: datetime) -> bool:
        wall = at.astimezone(self.calendar.timezone)
        clock = wall.replace(tzinfo=None, fold=0)
        if wall.fold:  # the clock stands still at the end of the first run until it is passed
            while (
                clock.replace(tzinfo=self.calendar.timezone, fold=0).utcoffset()
                != clock.replace(tzinfo=self.calendar.timezone, fold=1).utcoffset()
            ):
                clock += MINUTE
            clock -= timedelta(microseconds=1)
        return any(
            opens <= clock.time() and (closes == time.max or clock.time() < closes)
            for opens, closes in self.calendar.windows_on(clock.date())
        )

    def add(self, start: datetime, minutes: int) -> datetime:
        at = start
        while not self.is_open(at):
            at += MINUTE
        while minutes:
            minutes -= self.is_open(at)
            at += MINUTE
        return at

    def between(self, start: datetime, end: datetime) -> timedelta:
        at, total = start, timedelta(0)
        while at < end:
            total += MINUTE * self.is_open(at)
            at += MINUTE
        return total


@st.composite
def some_windows(draw: st.DrawFn) -> Windows:
    edges = sorted(draw(st.sets(st.integers(0, 288), max_size=6)))  # five-minute steps
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple((clock(opens * 5), clock(closes * 5)) for opens, closes in pairs)


def clock(minutes: int) -> time:
    return time.max if minutes == 1440 else time(minutes // 60, minutes % 60)


TURNS = (date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29), date(2026, 12, 24))


@st.composite
def some_calendar(draw: st.DrawFn) -> tuple[TradingCalendar, datetime]:
    around = draw(st.sampled_from(TURNS))
    near = st.integers(-3, 3).map(lambda days: around + timedelta(days=days))
    calendar = TradingCalendar(
        timezone=draw(st.sampled_from([BERLIN, WARSAW, LONDON, DUBAI])),
        weekly=(*(draw(some_windows()) for _ in range(6)), ((time(1, 30), time(12)),)),
        closed_days=frozenset(draw(st.sets(near, max_size=2))),
        exceptions=draw(st.dictionaries(near, some_windows(), max_size=2)),
    )
    start = datetime.combine(around, time.min, UTC) + MINUTE * draw(st.integers(-2880, 2880))
    return calendar, start


@settings(max_examples=40, deadline=None)
@given(some_calendar(), st.integers(0, 1500))
def test_adding_agrees_with_the_oracle(
    case: tuple[TradingCalendar, datetime], minutes: int
) -> None:
    calendar, start = case

    assert calendar.add(start, minutes) == Oracle(calendar).add(start, minutes)


@settings(max_examples=40, deadline=None)
@given(some_calendar(), st.integers(0, 4000))
def test_time_between_agrees_with_the_oracle(
    case: tuple[TradingCalendar, datetime], minutes: int
) -> None:
    calendar, start = case
    end = start + MINUTE * minutes

    assert calendar.between(start, end) == Oracle(calendar).between(start, end)


@settings(max_examples=50, deadline=None)
@given(some_calendar(), st.integers(-4000, 4000))
def test_open_or_closed_agrees_with_the_oracle(
    case: tuple[TradingCalendar, datetime], minutes: int
) -> None:
    calendar, start = case
    at = start + MINUTE * minutes

    assert calendar.is_open(at) == Oracle(calendar).is_open(at)


@settings(max_examples=50, deadline=None)
@given(some_calendar(), st.integers(1, 50_000), st.integers(0, 59))
def test_counting_back_gives_the_minutes_that_were_added(
    case: tuple[TradingCalendar, datetime], minutes: int, second: int
) -> None:
    calendar, start = case
    start += timedelta(seconds=second)

    assert calendar.between(start, calendar.add(start, minutes)) == MINUTE * minutes


@settings(max_examples=40, deadline=None)
@given(some_calendar(), st.integers(0, 2000), st.integers(0, 2000))
def test_adding_twice_is_adding_once(
    case: tuple[TradingCalendar, datetime], first: int, second: int
) -> None:
    calendar, start = case

    assert calendar.add(calendar.add(start, first), second + 1) == calendar.add(
        start, first + second + 1
    )


@settings(max_examples=40, deadline=None)
@given(some_calendar())
def test_a_moment_outside_moves_to_the_next_opening(case: tuple[TradingCalendar, datetime]) -> None:
    calendar, at = case

    moved = calendar.due_inside(at)

    assert calendar.is_open(moved)
    assert moved == at if calendar.is_open(at) else moved == calendar.next_opening(at)
