"""Which tests the two engines answer: SQLite all of them, PostgreSQL those that may see it."""

from inspect import signature

import pytest
from django.conf import settings

FIXTURES = {"django_db_setup", "server_process", "demo_process"}
MARKS = {"django_db", "fault"}  # faults make houses with databases of their own


def pytest_report_header() -> str:
    """Which engine this run stands on."""
    return f"database: {settings.DATABASES['default']['ENGINE']}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        alike = [item for item in items if not may_see_the_engine(item)]
        config.hook.pytest_deselected(items=alike)
        items[:] = [item for item in items if may_see_the_engine(item)]


def may_see_the_engine(item: pytest.Item) -> bool:
    """Whether `item` has a database, may ask for one as it runs, or starts processes.

    Processes read DATABASE_URL. pytest-django refuses the others every connection, threads too.
    """
    return (
        not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
        or not MARKS.isdisjoint(mark.name for mark in item.iter_markers())
        or "request" in signature(getattr(item, "function", may_see_the_engine)).parameters
        or hasattr(getattr(item, "module", None), "subprocess")
    )
