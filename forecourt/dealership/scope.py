"""One dealership at a time.

Every query on a tenant's table must run inside `acting_for(dealership)`; outside it raises
`ScopeError`. The scope is opened by the middleware, the worker and the commands, never by a verb.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django_scopes import ScopedManager, scope, scopes_disabled
from django_scopes.state import get_scope

NOBODY = ""  # row-level security shows no row
EVERYBODY = "*"  # maintenance: migrations, checks, backup


def scoped(queryset: type[models.QuerySet[Any]] | None = None) -> Any:
    """A manager whose queries raise outside a dealership's scope."""
    manager = models.Manager.from_queryset(queryset) if queryset else models.Manager
    return ScopedManager(dealership="dealership", _manager_class=manager)


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


def scope_for_database() -> str:
    """The open scope as the database's row-level security understands it."""
    state = get_scope()
    if not state.get("_enabled", True):
        return EVERYBODY
    dealership = state.get("dealership")
    return str(dealership.pk) if dealership is not None else NOBODY
