"""Find the customer that an inquiry comes from, or get to know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from forecourt.customers.models import Customer, Identity
from forecourt.customers.search_text import search_text
from forecourt.dealership.models import Dealership
from forecourt.dealership.rows import insert, insert_all

LONGEST = {"name": 160, "company": 160, "address": 240, "language": 2}
STRONGEST_FIRST = (
    Identity.Kind.WHATSAPP,
    Identity.Kind.WHATSAPP_USER,
    Identity.Kind.PHONE,
    Identity.Kind.EMAIL,
    Identity.Kind.RELAY,
)


@dataclass(frozen=True, slots=True)
class Known:
    """An identity, normalised, with what was written. `value` is never empty."""

    kind: Identity.Kind
    value: str
    raw: str = ""


class Held(NamedTuple):
    kind: str
    value: str
    customer_id: int


@dataclass(frozen=True, slots=True)
class Recognised:
    customer: Customer
    is_new: bool
    others: tuple[int, ...] = ()  # customers who share an identity: perhaps the same person
    identities: tuple[Identity, ...] = ()  # all of a new customer; empty for one who was known


def recognise(
    identities: Sequence[Known],
    *,
    dealership: Dealership,
    at: datetime,
    name: str = "",
    company: str = "",
    address: str = "",
    language: str = "",
) -> Recognised:
    """The customer behind any of `identities`, else a new one who then owns them all.

    Without identities (a withheld number, a walk-in with a name only) the customer is always new:
    nobody is merged by name. Two inquiries of one new person may race; the unique identity refuses
    the second, whose caller tries again and finds the first.
    """
    held = _held(identities, dealership)
    if not held:
        customer = _get_to_know(identities, dealership, at, name, company, address, language)
        rows = tuple(_row(customer, known, dealership, at) for known in identities)
        insert_all(rows)
        return Recognised(customer, True, identities=rows)
    customer = Customer.objects.get(pk=min(held, key=_strength).customer_id)
    _learn(customer, identities, held, dealership, at)
    _fill_gaps(customer, name=name, company=company, address=address, language=language)
    others = tuple(sorted({row.customer_id for row in held} - {customer.pk}))
    return Recognised(customer, False, others)


def _held(identities: Sequence[Known], dealership: Dealership) -> list[Held]:
    """Who has any of the identities. Written by hand: most inquiries come from nobody known."""
    if not identities:
        return []
    alike = " OR ".join(["(kind = %s AND value = %s)"] * len(identities))
    values = [part for known in identities for part in (known.kind.value, known.value)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, value, customer_id FROM customers_identity "  # noqa: S608 - placeholders
            f"WHERE dealership_id = %s AND ({alike})",
            [dealership.pk, *values],
        )
        return [Held(*row) for row in cursor.fetchall()]


def _strength(row: Held) -> tuple[int, int]:
    return (STRONGEST_FIRST.index(Identity.Kind(row.kind)), row.customer_id)


def _get_to_know(
    identities: Sequence[Known],
    dealership: Dealership,
    at: datetime,
    name: str,
    company: str,
    address: str,
    language: str,
) -> Customer:
    customer = Customer(
        dealership=dealership,
        name=name[:160],
        company=company[:160],
        address=address[:240],
        language=language,
        created_at=at,
        search_text=search_text(name, company, [known.value for known in identities]),
    )
    insert(customer)
    return customer


def _learn(
    customer: Customer,
    identities: Sequence[Known],
    held: list[Held],
    dealership: Dealership,
    at: datetime,
) -> None:
    taken = {(row.kind, row.value) for row in held}
    fresh = [known for known in identities if (known.kind, known.value) not in taken]
    if fresh:
        Identity.objects.bulk_create(_row(customer, known, dealership, at) for known in fresh)
        customer.search_text = f"{customer.search_text} {' '.join(k.value for k in fresh)}"[:400]
        customer.save(update_fields=["search_text"])


def _fill_gaps(customer: Customer, **given: str) -> None:
    """Keep what is known; take what was empty."""
    filled = [field for field, value in given.items() if value and not getattr(customer, field)]
    if not filled:
        return
    for field in filled:
        setattr(customer, field, given[field][: LONGEST[field]])
    words = {field: getattr(customer, field) for field in filled if field in {"name", "company"}}
    if words:
        known = customer.search_text
        customer.search_text = search_text(words.get("name", ""), words.get("company", ""), [known])
        filled.append("search_text")
    customer.save(update_fields=filled)


def _row(customer: Customer, known: Known, dealership: Dealership, at: datetime) -> Identity:
    return Identity(
        dealership=dealership,
        customer=customer,
        kind=known.kind,
        value=known.value,
        raw=known.raw[:200],
        reversed_value=known.value[::-1] if known.kind == Identity.Kind.PHONE else "",
        created_at=at,
    )
