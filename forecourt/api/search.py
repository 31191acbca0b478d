"""Customers by what somebody remembers of them: words of the name, a mail, the tail of a phone."""

import re

from django.db.models import Q, QuerySet

from forecourt.customers.models import Customer, Identity
from forecourt.customers.queries import named_like

PHONE = re.compile(r"[+\d][\d\s()/.-]*", re.ASCII)
SHORTEST_TAIL, LONGEST_TAIL = 4, 9


def customers_like(said: str) -> Q:
    """A condition on customers, as the Inbox searches; nothing fits a text that is too short."""
    tail = phone_tail(said)
    if tail:
        return Q(pk__in=_with_phone(tail))
    return named_like(said)


def leads_of_customers_like(said: str) -> Q:
    """The same as a condition on leads."""
    return Q(customer__in=Customer.objects.filter(customers_like(said)).values("pk"))


def phone_tail(said: str) -> str:
    """The last digits of a number, backwards as they are indexed; "" for words."""
    text = said.strip()
    digits = re.sub(r"\D", "", text, flags=re.ASCII)
    if len(digits) < SHORTEST_TAIL or not PHONE.fullmatch(text):
        return ""
    return digits[-LONGEST_TAIL:][::-1]


def _with_phone(tail: str) -> "QuerySet[Identity, int]":
    """By range, which both engines read from the index."""
    found: QuerySet[Identity, int] = Identity.objects.filter(
        reversed_value__gte=tail, reversed_value__lt=f"{tail}:"
    ).values_list("customer_id", flat=True)
    return found
