"""What a reply clock says, in a word: the same words that count-down.js goes on with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from forecourt.web.days import day, weekday


@dataclass(frozen=True, slots=True)
class Reading:
    """One clock as of one moment; `left` is the share of its time, 0 to 100."""

    state: str
    words: str
    left: int


def read_clock(start: datetime | None, due: datetime | None, *, at: datetime) -> Reading:
    """A clock that runs; without a due time there is none."""
    if due is None:
        return Reading("their_turn", "", 0)
    start = start or due - timedelta(hours=1)
    left = due - at
    if left <= timedelta(0):
        return Reading("late", _late(due, at), 100)
    whole = max(due - start, timedelta(minutes=1))
    share = min(100, max(1, round(100 * (left / whole))))
    state = "soon" if left * 3 <= whole else "in_time"
    if left < timedelta(hours=1):
        words = _("%(minutes)s min left") % {"minutes": ceil(left.total_seconds() / 60)}
    else:
        words = _("by %(clock)s") % _clock(due, at)
    return Reading(state, words, share)


def paused_until(starts: datetime, *, at: datetime) -> Reading:
    """A clock that stands while the lot is closed."""
    return Reading("paused", _("clock starts %(clock)s") % _clock(starts, at), 100)


def _late(due: datetime, at: datetime) -> str:
    minutes = max(1, int((at - due).total_seconds() // 60))
    if minutes < 60:
        return _("Late %(minutes)s min") % {"minutes": minutes}
    return _("Late since %(clock)s") % _clock(due, at)


def _clock(moment: datetime, at: datetime) -> dict[str, str]:
    return {"clock": clock_time(moment, at)}


def clock_time(moment: datetime, at: datetime) -> str:
    """13:40 on the same day, "Sat 13:40" within six days, else "14 Mar 13:40"."""
    local, today = timezone.localtime(moment), timezone.localtime(at).date()
    clock = f"{local:%H:%M}"
    days = abs((local.date() - today).days)
    return clock if days == 0 else f"{day_word(local.date(), days)} {clock}"


def day_word(of: date, days: int) -> str:
    """A day so many days away: "Sat" within six, else "14 Mar"."""
    return weekday(of) if 0 < days < 7 else day(of)
