"""One dealership at a time.

Every query on a tenant's table must run inside `acting_for(dealership)`; outside it raises
`ScopeError`. The scope is opened by the middleware, the worker and the commands, never by a verb.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError
from django_scopes.state import get_scope

Row = TypeVar("Row", bound=models.Model)

NOBODY = ""  # row-level security shows no row
EVERYBODY = "*"  # maintenance: migrations, checks, backup
MOST_KEPT = 1000


class Scoped(models.Manager[Row]):
    """A manager whose queries raise ScopeError outside a dealership's scope.

    The filter of a lot is built once and copied from then on: building it costs as much as a small
    query.
    """

    def __init__(self) -> None:
        super().__init__()
        self._of_lot: dict[tuple[Any, Any], models.QuerySet[Row]] = {}

    def get_queryset(self) -> models.QuerySet[Row]:
        state = get_scope()
        if not state.get("_enabled", True):
            return super().get_queryset()
        if "dealership" not in state:
            raise ScopeError(f"{self.model.__name__}: no dealership's scope is open.")
        key = (self.model, state["dealership"].pk)
        rows = self._of_lot.get(key)
        if rows is None:
            if len(self._of_lot) >= MOST_KEPT:
                self._of_lot.clear()
            rows = self._of_lot[key] = super().get_queryset().filter(dealership=key[1])
        return rows.all()


@contextmanager
def acting_for(dealership: models.Model) -> Iterator[None]:
    """Let queries see this dealership's rows, and no others."""
    with scope(dealership=dealership):
        yield


@contextmanager
def all_dealerships() -> Iterator[None]:
    """Let queries see every row. For doors that find out whose row it is, and for maintenance."""
    with scopes_disabled():
        yield


def dealership_in_scope() -> int:
    """Id of the lot in scope, for a statement written by hand. Raises ScopeError outside one.

    Inside `all_dealerships` no lot is in scope, even if one was before.
    """
    state = get_scope()
    dealership = state.get("dealership")
    if dealership is None or not state.get("_enabled", True):
        raise ScopeError("No dealership's scope is open.")
    return int(dealership.pk)


def scope_for_database() -> str:
    """The open scope as the database's row-level security understands it."""
    state = get_scope()
    if not state.get("_enabled", True):
        return EVERYBODY
    dealership = state.get("dealership")
    return str(dealership.pk) if dealership is not None else NOBODY
