"""Finding customers: by the tail of a number, by any part of a name. Never by reading them all."""

import re
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Func, Q, QuerySet
from django.db.models import Value as Literal

from forecourt.customers.models import Customer, Identity
from forecourt.dealership.folding import fold
from forecourt.dealership.prepared import Value, prepared
from forecourt.dealership.scope import dealership_in_scope

MOST, MOST_WORDS = 50, 6
SHORTEST_TAIL, SHORTEST_WORD = 4, 3
_NUMBER = re.compile(r"[\d\s()+/.-]+")
_AFTER_NINE = ":"  # the sign after 9


def find_customers(text: str) -> list[int]:
    """Ids of at most MOST customers, the newest first; none for fewer than three signs."""
    if _NUMBER.fullmatch(text.strip()):
        return _by_tail(text)
    return _by_words(text)


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


class _Matching(Func):
    """Ids in the full-text table, of every lot: the condition around them asks for one."""

    template = "(SELECT rowid FROM customers_search WHERE customers_search MATCH %(expressions)s)"
    output_field = BigIntegerField()


def named_like(text: str) -> Q:
    """Customers with each word of three signs or more in their name, company or address.

    Shorter words are passed over: no index knows them. Nobody fits a text without longer ones.
    """
    words = _words(text)
    if not words:
        return Q(pk__in=[])
    if connection.vendor == "postgresql":
        wanted = Q()
        for word in words:
            wanted &= Q(search_text__contains=word)
        return wanted
    return Q(pk__in=_Matching(Literal(_phrases(words))))


def _words(text: str) -> list[str]:
    return [word for word in fold(text).split()[:MOST_WORDS] if len(word) >= SHORTEST_WORD]


def _phrases(words: list[str]) -> str:
    return " ".join('"' + word.replace('"', '""') + '"' for word in words)


def _by_words(text: str) -> list[int]:
    if connection.vendor == "postgresql":
        found = Customer.objects.filter(named_like(text)).order_by("-id")
        return list(found.values_list("pk", flat=True)[:MOST])
    return _newest_matching(_words(text))


def _newest_matching(words: list[str]) -> list[int]:
    """Stops at MOST; inside a condition, all that match would be looked up first."""
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT customer.id FROM customers_search "
            "JOIN customers_customer customer ON customer.id = customers_search.rowid "
            "WHERE customers_search MATCH %s AND customer.dealership_id = %s "
            "ORDER BY customers_search.rowid DESC LIMIT %s",
            [_phrases(words), dealership_in_scope(), MOST],
        )
        return [row[0] for row in cursor.fetchall()]
