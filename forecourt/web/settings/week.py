"""A week of opening hours, as a form shows it and as it comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from babel.dates import format_date
from django.http import QueryDict
from django.utils.translation import gettext as _

from forecourt.dealership.hours import BadHours, Window, tidy
from forecourt.dealership.models import OpeningWindow
from forecourt.web.days import locale

A_MONDAY = date(2024, 1, 1)
MOST_WINDOWS = 6


class HoursAreWrong(ValueError):
    """The sentence says what to do."""


@dataclass(slots=True)
class Day:
    number: int
    name: str
    pairs: list[tuple[str, str]] = field(default_factory=list)  # as typed, "09:00"
    wrong: str = ""

    @property
    def shown(self) -> list[tuple[str, str]]:
        return self.pairs or [("", "")]


def week_of_rows(rows: Sequence[OpeningWindow]) -> list[Day]:
    days = _empty_week()
    for row in rows:
        days[row.weekday].pairs.append((_shown(row.opens), _shown(row.closes)))
    return days


def week_of_post(post: QueryDict) -> list[Day]:
    days = _empty_week()
    for day in days:
        pairs = zip(
            post.getlist(f"opens-{day.number}")[:MOST_WINDOWS],
            post.getlist(f"closes-{day.number}")[:MOST_WINDOWS],
            strict=False,
        )
        day.pairs = [(opens.strip(), closes.strip()) for opens, closes in pairs if opens or closes]
    return days


def windows_of(pairs: Sequence[tuple[str, str]]) -> tuple[Window, ...]:
    """Times from what was typed. Raises HoursAreWrong."""
    try:
        return tidy(
            tuple(
                (time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs
            )
        )
    except BadHours:
        raise HoursAreWrong(_("Closing must come after opening.")) from None
    except ValueError:
        raise HoursAreWrong(_("Give both times, such as 9:00 and 18:00.")) from None


def read_week(days: list[Day]) -> list[tuple[Window, ...]] | None:
    """The week's windows; None after writing into each wrong day what is wrong."""
    week = []
    for day in days:
        try:
            week.append(windows_of(day.pairs))
        except HoursAreWrong as wrong:
            day.wrong = str(wrong)
    return None if any(day.wrong for day in days) else week


def _empty_week() -> list[Day]:
    return [
        Day(number, format_date(A_MONDAY + timedelta(days=number), "EEEE", locale()))
        for number in range(7)
    ]


def _shown(moment: time) -> str:
    return "00:00" if moment == time.max else f"{moment:%H:%M}"
