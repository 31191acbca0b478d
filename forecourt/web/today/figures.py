"""Counts as people read them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecourt.leads.queries import MOST, Counts


def shown(figure: int) -> str:
    """ "99+" where counting stopped."""
    return str(figure) if figure <= MOST else f"{MOST}+"


def count_line(figures: Counts) -> str:
    """ "1 late · 5 waiting"; a figure of zero is left out."""
    late = ngettext("%(n)s late", "%(n)s late", figures.late) % {"n": shown(figures.late)}
    waiting = ngettext("%(n)s waiting", "%(n)s waiting", figures.waiting) % {
        "n": shown(figures.waiting)
    }
    parts = [late if figures.late else "", waiting if figures.waiting else ""]
    return " · ".join(filter(None, parts)) or _("Nobody is waiting")


def badges(figures: Counts) -> dict[str, Any]:
    """Figures on the tab bar; red only where somebody is late."""
    return {
        "today": shown(figures.waiting) if figures.waiting else "",
        "today_late": bool(figures.late),
        "inbox": shown(figures.lot_waiting) if figures.lot_waiting else "",
        "inbox_late": bool(figures.lot_late),
    }
