"""Days in the reader's language, in the words of the CLDR: browsers say the same by Intl."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils import timezone
from django.utils.translation import get_language

Day = date | datetime


def locale() -> Locale:
    """English is written as in Britain."""
    return _parsed(get_language() or "en")


@lru_cache
def _parsed(language: str) -> Locale:
    return Locale.parse("en-GB" if language == "en" else language, sep="-")


def weekday(moment: Day) -> str:
    """Sat, Sa, sob"""
    return format_date(_local(moment), "EEE", locale()).rstrip(".")


def day(moment: Day) -> str:
    """28 Nov, 28. Nov., 28 lis"""
    return _written("MMMd", moment)


def whole_day(moment: Day) -> str:
    """28 Nov 2026, 28.11.2026, 28 lis 2026"""
    return format_date(_local(moment), "medium", locale())


def month(moment: Day) -> str:
    """Nov 2026, Nov. 2026, lis 2026"""
    return _written("yMMM", moment)


def _written(skeleton: str, moment: Day) -> str:
    return str(format_skeleton(skeleton, _local(moment), locale=locale()))


def _local(moment: Day) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
