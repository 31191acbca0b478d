"""The next steps that the sheet offers, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from forecourt.dealership.models import Dealership
from forecourt.leads.first_steps import first_step, first_steps
from forecourt.leads.models import NextKind
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.web.clock_words import day_word
from forecourt.web.typed_moment import typed_moment


@dataclass(frozen=True, slots=True)
class Step:
    value: str  # call, drive, today
    action: NextAction
    words: str


def steps(dealership: Dealership, at: datetime) -> list[Step]:
    """What may come next, the preset first."""
    return [
        Step(code, action, step_words(action.kind, action.due_at, at))
        for code, action in first_steps(dealership, at).items()
    ]


def chosen(
    value: str, when: str, dealership: Dealership, *, acted_at: datetime, at: datetime
) -> NextAction:
    """The step of a sheet; `when` is a local time that the person typed."""
    return first_step(
        value, dealership, own=typed_moment(when, dealership), acted_at=acted_at, at=at
    )


def step_words(kind: str, due: datetime, at: datetime) -> str:
    """ "Call tomorrow 10:00", "Test drive Mon 15:00": the step, then its day and time."""
    step = NextKind(kind).label if kind else ""
    return f"{step} {day_and_time(due, at)}"


def day_and_time(due: datetime, at: datetime) -> str:
    local, today = timezone.localtime(due), timezone.localtime(at).date()
    clock = f"{local:%H:%M}"
    days = (local.date() - today).days
    if days == 0:
        return _("today %(clock)s") % {"clock": clock}
    if days == 1:
        return _("tomorrow %(clock)s") % {"clock": clock}
    return f"{day_word(local.date(), days)} {clock}"
