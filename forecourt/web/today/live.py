"""Rows that changed while a screen is open, drawn for the person who watches."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead
from forecourt.leads.queries import rows_of
from forecourt.timeline.models import Event
from forecourt.timeline.queries import newest_by_lead
from forecourt.web.today.rows import Reader, reader_of, row_facts

TOLD = ("lead.answered", "lead.assigned", "lead.lost", "lead.covered")


def draw_rows(lead_ids: Iterable[int], person: Staff) -> dict[int, str]:
    """Each lead as the element `lead-<id>`; what a colleague dealt with says so in its place."""
    leads = rows_of(list(lead_ids))
    acts = newest_by_lead([lead.pk for lead in leads], TOLD)
    reader = reader_of(person, timezone.now())
    return {lead.pk: _drawn(lead, acts.get(lead.pk), reader) for lead in leads}


def _drawn(lead: Lead, act: Event | None, reader: Reader) -> str:
    row = row_facts(lead, reader, full=True, notice=_notice(lead, act, reader))
    return row.html


def _notice(lead: Lead, act: Event | None, reader: Reader) -> str:
    """ "Answered · Ania": the name stands alone, no sentence is built around it."""
    if (
        act is None
        or act.by is None
        or act.by_id == reader.person.pk
        or (lead.waits_for_us and act.kind == "lead.answered")
    ):
        return ""
    if act.kind == "lead.answered":
        words = _("Answered")
    elif act.kind == "lead.assigned":
        handed = lead.owner_id == reader.person.pk
        return (
            f"{_('Handed to you')} · {act.by.name}"
            if handed
            else f"{_('Given to')} · {lead.owner.name}"
        )
    elif act.kind == "lead.covered":
        words = _("Covered")
    else:
        words = _("Closed")
    return f"{words} · {act.by.name}"
