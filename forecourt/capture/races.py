"""Inquiries of one person may arrive at once: all but one are refused and go again."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, OperationalError, transaction

from forecourt.leads.verbs.join import ChangedMeanwhile

Done = TypeVar("Done")
TRIES = 5


def again_if_refused(work: Callable[[bool], Done]) -> Done:
    """`work` in a transaction; it is told whether it was refused before. Raises after TRIES."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return work(attempt > 0)
        except (IntegrityError, ChangedMeanwhile):
            if attempt == TRIES - 1:
                raise
        except OperationalError as fault:
            if attempt == TRIES - 1 or not _is_deadlock(fault):
                raise
    raise AssertionError("unreachable")


def _is_deadlock(fault: OperationalError) -> bool:
    """PostgreSQL ends one of two writers that wait for each other; its SQLSTATE says so."""
    return getattr(fault.__cause__, "sqlstate", None) == "40P01"
