"""A lot open from nine to five, and moments by the clocks of four zones."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forecourt.dealership.hours import (
    TradingCalendar,
    Windows,
)

BERLIN, WARSAW, LONDON, DUBAI = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Europe/Warsaw", "Europe/London", "Asia/Dubai")
)
MINUTE = timedelta(minutes=1)
NINE_TO_FIVE: Windows = ((time(9), time(17)),)
OFFICE = TradingCalendar(BERLIN, (NINE_TO_FIVE,) * 5 + ((), ()))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def local(zone: ZoneInfo, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone).astimezone(UTC)  # type: ignore[misc, arg-type]
