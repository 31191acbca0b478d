"""Find the customer that an inquiry comes from, or get to know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from forecourt.customers.models import Customer, Identity
from forecourt.customers.search_text import search_text
from forecourt.dealership.models import Dealership

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


@dataclass(frozen=True, slots=True)
class Recognised:
    customer: Customer
    is_new: bool
    others: tuple[int, ...] = ()  # customers who share an identity: perhaps the same person


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
    held = _held(identities)
    if not held:
        return Recognised(
            _get_to_know(identities, dealership, at, name, company, address, language), True
        )
    customer = min(held, key=_strength).customer
    _learn(customer, identities, held, dealership, at)
    _fill_gaps(customer, name=name, company=company, address=address, language=language)
    others = tuple(sorted({row.customer_id for row in held} - {customer.pk}))
    return Recognised(customer, False, others)


def _held(identities: Sequence[Known]) -> list[Identity]:
    if not identities:
        return []
    wanted = Q()
    for known in identities:
        wanted |= Q(kind=known.kind, value=known.value)
    return list(Identity.objects.filter(wanted).select_related("customer"))


def _strength(row: Identity) -> tuple[int, int]:
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
    customer = Customer.objects.create(
        dealership=dealership,
        name=name[:160],
        company=company[:160],
        address=address[:240],
        language=language,
        created_at=at,
        search_text=search_text(name, company, [known.value for known in identities]),
    )
    Identity.objects.bulk_create(_row(customer, known, dealership, at) for known in identities)
    return customer


def _learn(
    customer: Customer,
    identities: Sequence[Known],
    held: list[Identity],
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
        setattr(customer, field, given[field][: customer._meta.get_field(field).max_length])
    if "name" in filled:
        customer.search_text = search_text(customer.name, customer.company, [customer.search_text])
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
