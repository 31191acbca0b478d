"""Leads on a person's list: theirs, and those they cover for a colleague.

"Owner or covered by" has no index of its own: read in order, it passes every colleague's lead. Each
half has one, so a list takes the first rows of both and puts those in order.
"""

from django.db.models import BigIntegerField, Func, Q, Subquery

from forecourt.leads.models import Lead, LeadQuerySet

Rows = LeadQuerySet | tuple[LeadQuerySet, ...]  # one range of an index, or several


class _Range(Subquery):
    template = "SELECT * FROM (%(subquery)s) range"


class _EitherOf(Func):
    template = "(%(expressions)s)"
    arg_joiner = " UNION ALL "
    output_field = BigIntegerField()


def ranges_of(person: int) -> tuple[LeadQuerySet, LeadQuerySet]:
    """The open leads a person owns, and those they cover; no lead is in both."""
    opened = Lead.objects.open()
    return opened.filter(owner=person), opened.filter(covered_by=person)


def in_any_of(ranges: tuple[LeadQuerySet, ...]) -> LeadQuerySet:
    """Leads in one of the ranges; each of these may be ordered and cut.

    The ranges are of the lot in scope, so their ids are. Asking for the lot once more would make
    SQLite read all its leads instead of those.
    """
    ids = _EitherOf(*(_Range(rows.values("pk")) for rows in ranges))
    return LeadQuerySet(Lead).filter(pk__in=ids)


def narrowed(rows: Rows, only: Q) -> Rows:
    if isinstance(rows, tuple):
        return tuple(one.filter(only) for one in rows)
    return rows.filter(only)


def first_of(rows: Rows, order: tuple[str, ...], at_most: int) -> LeadQuerySet:
    """The first `at_most` rows, of which no range gives more."""
    if isinstance(rows, tuple):
        rows = in_any_of(tuple(one.order_by(*order)[:at_most] for one in rows))
    return rows.order_by(*order)[:at_most]
