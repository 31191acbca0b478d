"""The only doors to a lead for screens."""

from typing import Any

from django.http import Http404

from forecourt.dealership.models import Staff
from forecourt.dealership.prepared import ask
from forecourt.leads.models import Lead, LeadQuerySet
from forecourt.leads.queries import with_page_facts

LARGEST_ID = 2**63 - 1  # of the database; an address may name any number


def lead_for(staff: Staff, lead_id: int) -> Lead:
    """A lead of the person's lot with what its page shows, or 404."""
    found: Lead | None = (
        Lead.objects.select_related("customer", "vehicle", "owner", "covered_by")
        .filter(pk=lead_id, dealership=staff.dealership_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def lead_page_for(staff: Staff, lead_id: int) -> Any:
    """The same with what only its page shows, in one statement: ways to reach, others asking."""
    found = ask(_page, lead=lead_id, lot=staff.dealership_id) if lead_id <= LARGEST_ID else []
    if not found:
        raise Http404
    return found[0]


def _page(*, lead: int, lot: int) -> LeadQuerySet:
    return with_page_facts(Lead.objects.filter(pk=lead, dealership=lot)).select_related(
        "customer", "vehicle", "owner", "covered_by"
    )
