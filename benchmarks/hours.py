"""A due time thirty days of trading ahead, on a fresh calendar and on one used before."""

import argparse
import time
from datetime import UTC, datetime
from datetime import time as clock
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.figures import Spread, say
from forecourt.dealership.holidays_of import PublicHolidays
from forecourt.dealership.hours import TradingCalendar

TIMES, TIMES_SHORT = 300, 30
START = datetime(2027, 3, 1, 7, 3, tzinfo=UTC)
MINUTES = 30 * 8 * 60
WEEK = (((clock(9), clock(13)), (clock(14), clock(18))),) * 7


def run(given: argparse.Namespace) -> dict[str, Any]:
    times = TIMES_SHORT if given.short else TIMES
    fresh, used = [], []
    for _ in range(times):
        calendar = TradingCalendar(
            ZoneInfo("Europe/Berlin"), WEEK, closed_days=PublicHolidays("DE", "BY")
        )
        fresh.append(_seconds(calendar))
        used.append(_seconds(calendar))
    say("thirty trading days, fresh calendar", Spread.of(fresh))
    say("thirty trading days, used calendar", Spread.of(used))
    return {"fresh": Spread.of(fresh), "used": Spread.of(used)}


def _seconds(calendar: TradingCalendar) -> float:
    began = time.perf_counter()
    calendar.add(START, MINUTES)
    return time.perf_counter() - began
