"""What a process may remember of a lot's rules until somebody changes them.

`settings_version` of the dealership grows with every change of hours, people or rules, so a
remembered value is known to be stale from the dealership row itself, which each request reads.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F

from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for

Value = TypeVar("Value")

LARGEST_STEP = 1000

_remembered: dict[tuple[str, int], tuple[int, Any]] = {}
_changes = 0


def remembered(name: str, dealership: Dealership, work_out: Callable[[Dealership], Value]) -> Value:
    """`work_out(dealership)` in that lot's scope, kept until its settings change."""
    key = (name, dealership.pk)
    kept = _remembered.get(key)
    if kept is not None and kept[0] == dealership.settings_version:
        value: Value = kept[1]
        return value
    with acting_for(dealership):
        value = work_out(dealership)
    _remembered[key] = (dealership.settings_version, value)
    return value


def settings_changed(dealership: Dealership) -> None:
    """Make every process work the lot's rules out anew. Call inside the verb's transaction."""
    step = 1 + secrets.randbelow(LARGEST_STEP)  # a rolled back version must not come again
    Dealership.objects.filter(pk=dealership.pk).update(
        settings_version=F("settings_version") + step
    )
    dealership.refresh_from_db(fields=["settings_version"])
    something_changed()


def changes_seen() -> int:
    """Grows with each change that this process makes: lots and tokens read before it are stale."""
    return _changes


def something_changed() -> None:
    """Make this process read lots and tokens anew, at once and after the transaction."""
    _count()
    transaction.on_commit(_count)


def _count() -> None:
    global _changes  # noqa: PLW0603 - one count per process is the point
    _changes += 1


def forget_everything() -> None:
    """For tests, whose rollbacks take versions back."""
    _remembered.clear()
    _count()
