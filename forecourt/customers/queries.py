"""Finding customers: by the tail of a number, by any part of a name. Never by reading them all."""

import re
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Func, Q, QuerySet
from django.db.models import Value as Literal

from forecourt.customers.models import Customer, Identity
from forecourt.customers.phones import normalise_phone
from forecourt.dealership.folding import fold
from forecourt.dealership.prepared import Value, prepared
from forecourt.dealership.scope import dealership_in_scope

MOST, MOST_WORDS = 50, 6
CANDIDATES = 200  # have every three signs of the words, nearly all of them in the right order
SHORTEST_TAIL, TELLING_TAIL, SHORTEST_WORD = 4, 7, 3
_NUMBER = re.compile(r"[\d\s()+/.-]+")
_AFTER_NINE = ":"  # the sign after 9


def find_customers(text: str) -> list[int]:
    """Ids of at most MOST customers, the newest first; none for fewer than three signs."""
    if _NUMBER.fullmatch(text.strip()):
        return _by_tail(text)
    return _by_words(text)


def _by_tail(text: str) -> list[int]:
    """A number in any shape: its last digits, without a leading zero or 00."""
    tail = _reversed_tail(text)
    if len(tail) < SHORTEST_TAIL:
        return []
    between: dict[str, Value] = {"begin": tail, "end": tail + _AFTER_NINE}
    found = prepared(_between, **between).tuples(between)
    return list(dict.fromkeys(customer_id for (customer_id,) in found))


def _between(*, begin: str, end: str) -> QuerySet[Identity, Any]:
    known = Identity.objects.filter(_ends_in(begin, end))
    return known.exclude(reversed_value="").values_list("customer_id")[:MOST]


def customer_of_phone(typed: str, region: str) -> int | None:
    """The one customer whose number this is, or ends with what was typed of it so far.

    None for a tail that is too short to tell, and where several share it.
    """
    tail = _reversed_tail(typed)
    if len(tail) < TELLING_TAIL:
        return None
    wanted = _ends_in(tail, tail + _AFTER_NINE)
    if whole := normalise_phone(typed, region):
        wanted |= Q(value=whole)
    found = Identity.objects.filter(wanted, kind=Identity.Kind.PHONE)
    customers = set(found.values_list("customer_id", flat=True)[:3])
    return customers.pop() if len(customers) == 1 else None


def _reversed_tail(text: str) -> str:
    return re.sub(r"\D", "", text).lstrip("0")[-12:][::-1]


def _ends_in(begin: str, end: str) -> Q:
    return Q(reversed_value__gte=begin, reversed_value__lt=end)


class _Matching(Func):
    """Ids in the full-text table, of every lot: the condition around them asks for one."""

    template = "(SELECT rowid FROM customers_search WHERE customers_search MATCH %(expressions)s)"
    output_field = BigIntegerField()


class _WithGrams(Func):
    """Ids of the customers of a lot who have every three signs of some words, in any order."""

    template = "(SELECT customer_id FROM customers_grams WHERE grams @> (%(expressions)s))"
    arg_joiner = " || "
    output_field = BigIntegerField()


class _Grams(Func):
    function = "grams_of"
    output_field = BigIntegerField()


def named_like(text: str) -> Q:
    """Customers with each word of three signs or more in their name, company or address.

    Shorter words are passed over: no index knows them. Nobody fits a text without longer ones.
    """
    words = _words(text)
    if not words:
        return Q(pk__in=[])
    if connection.vendor == "sqlite":
        return Q(pk__in=_Matching(Literal(_phrases(words))))
    lot = Literal(dealership_in_scope())
    wanted = Q(pk__in=_WithGrams(*(_Grams(lot, Literal(word)) for word in words)))
    for word in words:
        wanted &= Q(search_text__contains=word)
    return wanted


def _words(text: str) -> list[str]:
    return [word for word in fold(text).split()[:MOST_WORDS] if len(word) >= SHORTEST_WORD]


def _phrases(words: list[str]) -> str:
    return " ".join('"' + word.replace('"', '""') + '"' for word in words)


def _by_words(text: str) -> list[int]:
    words = _words(text)
    if not words:
        return []
    if connection.vendor == "sqlite":
        return _newest_matching(words)
    found, is_all = _newest_with_grams(words)
    return found if is_all or len(found) == MOST else _all_like(text)


def _newest_matching(words: list[str]) -> list[int]:
    """Stops at MOST; inside a condition, all that match would be looked up first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT customer.id FROM customers_search "
            "JOIN customers_customer customer ON customer.id = customers_search.rowid "
            "WHERE customers_search MATCH %s AND customer.dealership_id = %s "
            "ORDER BY customers_search.rowid DESC LIMIT %s",
            [_phrases(words), dealership_in_scope(), MOST],
        )
        return [row[0] for row in cursor.fetchall()]


def _newest_with_grams(words: list[str]) -> tuple[list[int], bool]:
    """Those who fit among the newest candidates, and whether there were no others."""
    grams = " || ".join(["grams_of(%s, %s)"] * len(words))
    fits = " AND ".join(["position(%s in search_text) > 0"] * len(words))
    lot = dealership_in_scope()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT customer_id FROM customers_grams "  # noqa: S608 - placeholders
            f"WHERE grams @> ({grams}) ORDER BY customer_id DESC LIMIT {CANDIDATES}",
            [part for word in words for part in (lot, word)],
        )
        candidates = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT id FROM customers_customer "  # noqa: S608 - placeholders
            f"WHERE id = ANY(%s) AND dealership_id = %s AND {fits} ORDER BY id DESC LIMIT {MOST}",
            [candidates, lot, *words],
        )
        return [row[0] for row in cursor.fetchall()], len(candidates) < CANDIDATES


def _all_like(text: str) -> list[int]:
    found = Customer.objects.filter(named_like(text)).order_by("-id")
    return list(found.values_list("pk", flat=True)[:MOST])
