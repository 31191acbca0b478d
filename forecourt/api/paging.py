"""Pages of a list by keyset: each goes on behind the last row of the one before.

A cursor is signed, so nobody makes one up, and says which list and order it belongs to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from forecourt.api.answers import Json
from forecourt.api.problems import Problem

SALT = "forecourt.api.cursor"
USUAL, MOST = 50, 200


@dataclass(frozen=True, slots=True)
class Order:
    """Rows by one column, then by id, both in the same direction. The column is never null."""

    name: str  # of list and order, e.g. "leads -received_at"
    column: str = "id"
    newest_first: bool = False

    @property
    def columns(self) -> list[str]:
        sign = "-" if self.newest_first else ""
        names = ["id"] if self.column == "id" else [self.column, "id"]
        return [f"{sign}{name}" for name in names]

    def behind(self, value: Any, pk: int) -> Q:
        """The rows that come after the one with `value` and `pk`."""
        side = "lt" if self.newest_first else "gt"
        later = Q((f"id__{side}", pk))
        if self.column == "id":
            return later
        # The first part lets the engine begin at the row; the second leaves out what was seen.
        return Q((f"{self.column}__{side}e", value)) & (
            Q((f"{self.column}__{side}", value)) | later
        )


def page(
    rows: QuerySet[Any],
    order: Order,
    *,
    request: HttpRequest,
    cursor: str | None,
    limit: int,
    draw: Callable[[Sequence[Any]], list[Json]],
) -> Json:
    """`{"results", "next"}`. Raises Problem 400 for a cursor that this list did not give out."""
    if cursor is not None:
        value, pk = read_cursor(cursor, order.name)
        rows = rows.filter(order.behind(_typed(value), pk))
    found = list(rows.order_by(*order.columns)[: limit + 1])
    shown = found[:limit]
    more = len(found) > limit
    return {
        "results": draw(shown),
        "next": next_url(request, order.name, _key(shown[-1], order)) if more else None,
    }


def next_url(request: HttpRequest, name: str, key: list[Any]) -> str:
    asked = [(k, v) for k, vs in request.GET.lists() if k != "cursor" for v in vs]
    sealed = signing.dumps([name, *key], salt=SALT)
    return f"{settings.PUBLIC_URL}{request.path}?{urlencode([*asked, ('cursor', sealed)])}"


def read_cursor(cursor: str, name: str) -> list[Any]:
    """What `next_url` was given as key."""
    key: list[Any]
    try:
        said, *key = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        said, key = None, []
    if said != name:
        raise Problem(400, "This cursor belongs to no page of this list.")
    return key


def _key(row: Model, order: Order) -> list[Any]:
    value = getattr(row, order.column)
    return [value.isoformat() if isinstance(value, datetime) else value, row.pk]


def _typed(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
