"""Counts as people read them."""

from typing import Any

from django.utils.translation import ngettext

from forecourt.leads.queries import MOST, Counts


def shown(figure: int) -> str:
    """ "99+" where counting stopped."""
    return str(figure) if figure <= MOST else f"{MOST}+"


def count_line(figures: Counts) -> str:
    """ "1 late · 5 waiting"; a figure of zero is left out, so it may be empty."""
    late = ngettext("%(n)s late", "%(n)s late", figures.late) % {"n": shown(figures.late)}
    waiting = ngettext("%(n)s waiting", "%(n)s waiting", figures.waiting) % {
        "n": shown(figures.waiting)
    }
    parts = [late if figures.late else "", waiting if figures.waiting else ""]
    return " · ".join(filter(None, parts))


def chores(figures: Counts) -> list[str]:
    """What can be done about the cars while nobody waits."""
    unpriced, long_here = figures.cars_without_price, figures.cars_long_here
    told = [
        ngettext("%(n)s car without a price", "%(n)s cars without a price", unpriced)
        % {"n": shown(unpriced)}
        if unpriced
        else "",
        ngettext("%(n)s car over 60 days here", "%(n)s cars over 60 days here", long_here)
        % {"n": shown(long_here)}
        if long_here
        else "",
    ]
    return [words for words in told if words]


def badges(figures: Counts) -> dict[str, Any]:
    """Figures on the tab bar; red only where somebody is late."""
    return {
        "today": shown(figures.waiting) if figures.waiting else "",
        "today_late": bool(figures.late),
        "inbox": shown(figures.lot_waiting) if figures.lot_waiting else "",
        "inbox_late": bool(figures.lot_late),
    }
