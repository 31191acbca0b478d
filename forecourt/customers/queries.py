"""Finding customers: by the tail of a number, by any part of a name. Never by reading them all."""

import re
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from forecourt.customers.models import Customer, Identity
from forecourt.dealership.folding import fold
from forecourt.dealership.models import Dealership
from forecourt.dealership.prepared import Value, prepared

MOST = 50
SHORTEST_TAIL, SHORTEST_WORD = 4, 3
_NUMBER = re.compile(r"[\d\s()+/.-]+")
_AFTER_NINE = ":"  # the sign after 9


def find_customers(text: str, *, dealership: Dealership) -> list[int]:
    """Ids of at most MOST customers, the newest first; none for fewer than three signs."""
    if _NUMBER.fullmatch(text.strip()):
        return _by_tail(text)
    return _by_words(fold(text), dealership)


def _by_tail(text: str) -> list[int]:
    """A number in any shape: its last digits, without a leading zero or 00."""
    tail = re.sub(r"\D", "", text).lstrip("0")[-12:][::-1]
    if len(tail) < SHORTEST_TAIL:
        return []
    between: dict[str, Value] = {"begin": tail, "end": tail + _AFTER_NINE}
    found = prepared(_between, **between).tuples(between)
    return list(dict.fromkeys(customer_id for (customer_id,) in found))


def _between(*, begin: str, end: str) -> QuerySet[Identity, Any]:
    known = Identity.objects.filter(reversed_value__gte=begin, reversed_value__lt=end)
    return known.exclude(reversed_value="").values_list("customer_id")[:MOST]


def _by_words(folded: str, dealership: Dealership) -> list[int]:
    words = [word for word in folded.split()[:6] if len(word) >= SHORTEST_WORD]
    if not words:
        return []
    if connection.vendor == "postgresql":
        found = Customer.objects.all()
        for word in words:
            found = found.filter(search_text__contains=word)
        return list(found.order_by("-id").values_list("pk", flat=True)[:MOST])
    phrases = " ".join('"' + word.replace('"', '""') + '"' for word in words)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT customer.id FROM customers_search "
            "JOIN customers_customer customer ON customer.id = customers_search.rowid "
            "WHERE customers_search MATCH %s AND customer.dealership_id = %s "
            "ORDER BY customers_search.rowid DESC LIMIT %s",
            [phrases, dealership.pk, MOST],
        )
        return [row[0] for row in cursor.fetchall()]
