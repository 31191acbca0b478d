"""Rows that changed while a screen is open, drawn for the person who watches."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead
from forecourt.leads.queries import ways_to_reach
from forecourt.timeline.models import Event
from forecourt.web.today.rows import Reader, reader_of, row_facts

TOLD = ("lead.answered", "lead.assigned", "lead.lost", "lead.covered")


def draw_rows(lead_ids: Iterable[int], person: Staff) -> dict[int, str]:
    """Each lead as the element `lead-<id>`; what a colleague dealt with says so in its place."""
    leads = list(
        Lead.objects.filter(pk__in=list(lead_ids)).with_row_facts().annotate(**ways_to_reach())
    )
    acts = _newest_acts([lead.pk for lead in leads])
    reader = reader_of(person, timezone.now())
    return {lead.pk: _drawn(lead, acts.get(lead.pk), reader) for lead in leads}


def _newest_acts(lead_ids: list[int]) -> dict[int, Event]:
    acts = Event.objects.filter(lead_id__in=lead_ids, kind__in=TOLD).select_related("by")
    return {act.lead_id: act for act in acts.order_by("id") if act.lead_id is not None}


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
