"""Trading-hours arithmetic: when a lot is open, and when so much open time has passed.

Everything goes in and comes out in UTC; only the edges of the windows are local times. A local
time that a clock change skips counts as the first moment after the gap; one that comes twice
counts as its first occurrence. A window holds its opening moment and not its closing moment.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Window = tuple[time, time]  # opens, closes; closes 00:00 or time.max means 24:00
Windows = tuple[Window, ...]
ClosedDays = Container[date] | Callable[[date], bool]

HORIZON_DAYS = 400
_CACHED_DAYS = 1024
_ZERO = timedelta(0)
_DAY = timedelta(days=1)


class BadHours(ValueError):
    """The windows of a day cannot be trading hours; the message says which and why."""


class NeverOpen(Exception):
    """The lot has no trading hours within `HORIZON_DAYS` of `after`."""

    def __init__(self, after: datetime) -> None:
        super().__init__(f"No trading hours within {HORIZON_DAYS} days after {after.isoformat()}.")
        self.after = after


@dataclass(frozen=True, slots=True)
class TradingDay:
    """One local day of a calendar, its windows as UTC moments."""

    windows: tuple[tuple[datetime, datetime], ...]
    length: timedelta


@dataclass(frozen=True, eq=False)
class TradingCalendar:
    """The trading hours of one lot.

    `weekly` holds seven days, Monday first. A day in `exceptions` has exactly the windows given
    there (none = closed), even if it is a public holiday. Keep one instance per lot and reuse it:
    it remembers the days it has worked out.
    """

    timezone: ZoneInfo
    weekly: tuple[Windows, ...]
    closed_days: ClosedDays = frozenset()
    exceptions: Mapping[date, Windows] = field(default_factory=dict)
    _day: Callable[[date], TradingDay] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise BadHours(f"A week has seven days, not {len(self.weekly)}.")
        object.__setattr__(self, "weekly", tuple(tidy(day) for day in self.weekly))
        exceptions = {day: tidy(windows) for day, windows in self.exceptions.items()}
        object.__setattr__(self, "exceptions", exceptions)
        object.__setattr__(self, "_day", lru_cache(maxsize=_CACHED_DAYS)(self._work_out))

    def windows_on(self, day: date) -> Windows:
        """The local windows of one date, after exceptions and public holidays."""
        special = self.exceptions.get(day)
        if special is not None:
            return special
        closed = self.closed_days
        if closed(day) if callable(closed) else day in closed:
            return ()
        return self.weekly[day.weekday()]

    def is_open(self, at: datetime) -> bool:
        at = _utc(at)
        return any(opens <= at < closes for opens, closes in self._day(self._date(at)).windows)

    def next_opening(self, at: datetime) -> datetime | None:
        """The first moment at or after `at` when a closed lot opens; None if there is none.

        A window that goes on over midnight into the next day's window is not an opening.
        """
        at = _utc(at)
        day = self._date(at)
        before = self._day(day - _DAY).windows
        closed_at = before[-1][1] if before else None
        for _ in range(HORIZON_DAYS):
            for opens, closes in self._day(day).windows:
                if opens >= at and opens != closed_at:
                    return opens
                closed_at = closes
            day += _DAY
        return None

    def due_inside(self, at: datetime) -> datetime:
        """`at` itself in trading hours, else the next opening. Raises NeverOpen."""
        return self.add(at, 0)

    def add(self, start: datetime, minutes: int) -> datetime:
        """The moment when `minutes` of trading time have passed since `start`.

        Outside trading hours the count begins at the next opening. A count that ends exactly at
        closing time ends there, not at the next opening. Raises NeverOpen.
        """
        if minutes < 0:
            raise ValueError("Trading time is counted forward only.")
        start, left = _utc(start), timedelta(minutes=minutes)
        day = self._date(start)
        last_open = day
        while (day - last_open).days <= HORIZON_DAYS:
            today = self._day(day)
            if today.windows:
                if last_open != day and left > today.length:  # a whole day passes
                    left -= today.length
                else:
                    for opens, closes in today.windows:
                        if closes <= start:
                            continue
                        begin = max(opens, start)
                        if left <= closes - begin:
                            return begin + left
                        left -= closes - begin
                last_open = day
            day += _DAY
        raise NeverOpen(start)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Trading time from `start` to `end`; zero if `end` is not later."""
        start, end = _utc(start), _utc(end)
        total = _ZERO
        if end <= start:
            return total
        first, last = self._date(start), self._date(end)
        for day in _days(first, last):
            today = self._day(day)
            if first < day < last:
                total += today.length
                continue
            for opens, closes in today.windows:
                total += max(_ZERO, min(closes, end) - max(opens, start))
        return total

    def _date(self, at: datetime) -> date:
        return at.astimezone(self.timezone).date()

    def _work_out(self, day: date) -> TradingDay:
        windows = self.windows_on(day)
        if not windows:
            return TradingDay((), _ZERO)
        midnight, zone = datetime.combine(day, time.min), self.timezone
        offset = zone.utcoffset(midnight)
        plain = offset is not None and offset == zone.utcoffset(midnight + _DAY)
        moments = []
        for opens, closes in windows:
            edges = datetime.combine(day, opens), _closing(day, closes)
            if plain and offset is not None:
                left, right = ((edge - offset).replace(tzinfo=UTC) for edge in edges)
            else:
                left, right = (moment_of(edge, zone) for edge in edges)
            if left < right:
                moments.append((left, right))
        return TradingDay(tuple(moments), sum((b - a for a, b in moments), _ZERO))


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """The UTC moment of a naive local time.

    A time in the gap of a clock change moves forward to the first moment after it; of a time
    that comes twice the first is taken.
    """
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local:
        return first
    after = local.replace(tzinfo=zone, fold=1)
    early, late = after.astimezone(UTC), first  # the clocks change in (early, late]
    offset_after = late.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if middle <= early:
            break
        if middle.astimezone(zone).utcoffset() == offset_after:
            late = middle
        else:
            early = middle
    return late


def tidy(windows: Windows) -> Windows:
    """The windows of a day in order, touching or overlapping ones joined. Raises BadHours."""
    joined: list[Window] = []
    for opens, closes in sorted((opens, _end(closes)) for opens, closes in windows):
        if opens >= closes:
            raise BadHours(f"A window opens at {opens:%H:%M} and closes at {closes:%H:%M}.")
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], closes)
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _end(closes: time) -> time:
    return time.max if closes == time.min else closes


def _closing(day: date, closes: time) -> datetime:
    if closes == time.max:
        return datetime.combine(day, time.min) + _DAY
    return datetime.combine(day, closes)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _DAY


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return at.astimezone(UTC)
