"""Close a lead that comes to nothing, and open it again."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from forecourt.dealership.models import Staff
from forecourt.dealership.verbs.deactivate import stays
from forecourt.leads.change import Fields, change
from forecourt.leads.models import Lead, LostReason, State
from forecourt.leads.verbs.attempt import LeadIsClosed
from forecourt.leads.verbs.open_lead import NextAction


class AnotherIsOpen(Exception):
    """The customer has a newer open lead; work on that one."""


def lose(lead: Lead, *, reason: LostReason, by: Staff, at: datetime, is_spam: bool = False) -> Lead:
    """Close `lead` with the reason. Reactions settle its clocks. Raises LeadIsClosed."""
    fields = {
        "state": State.LOST,
        "lost_reason": reason,
        "closed_at": at,
        "next_kind": "",
        "next_text": "",
        "next_due_at": None,
        "next_promised": False,
        "waiting_since": None,
        "reply_due_at": None,
        "covered_by_id": None,
    }
    only = Q(state=State.OPEN)
    if not change(
        lead, "lead.lost", fields, only=only, by=by, at=at, reason=reason.value, spam=is_spam
    ):
        raise LeadIsClosed(lead)
    return lead


def reopen(lead: Lead, *, next_action: NextAction, by: Staff, at: datetime) -> Lead:
    """Open a closed lead with a next action. Open already is fine. Raises AnotherIsOpen.

    The lead of somebody who left meanwhile goes to `by`, or to the first of the team who sells.
    """
    fields: Fields = {
        "state": State.OPEN,
        "lost_reason": "",
        "closed_at": None,
        **next_action.as_fields(),
    }
    try:
        with transaction.atomic():
            if not stays(lead.owner_id):
                fields |= {"owner_id": _who_is_here(by), "owner_reason": "took_over"}
            change(lead, "lead.reopened", fields, only=~Q(state=State.OPEN), by=by, at=at)
    except IntegrityError:
        lead.refresh_from_db()
        raise AnotherIsOpen(lead.customer_id) from None
    return lead


def _who_is_here(by: Staff) -> int:
    sellers = [one.pk for one in Staff.of_lot.filter(is_active=True).order_by("id") if one.sells]
    first = [by.pk] if by.pk in sellers else []
    return next(one for one in (*first, *sellers) if stays(one))  # a lot keeps an owner, who sells
