"""What tests need of the machine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import TransactionTestCase

from forecourt.timeline.guards import install_guards, remove_guards
from tests import chromium


@pytest.fixture(scope="session")
def _mark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "demo"


@pytest.fixture(autouse=True)
def _nobody_is_asked_for_a_second_factor(_mark: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the demo lot; the tests of signing in take the mark away again."""
    _mark.touch()
    monkeypatch.setattr(settings, "DEMO_MARK", _mark)


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Chromium's path; without it the browser tests cannot say anything."""
    path = chromium.path()
    if path is None:
        pytest.fail(chromium.MISSING)
    return path


@pytest.fixture
def postgres_only() -> None:
    """For laws that only PostgreSQL keeps, such as row-level security."""
    if connection.vendor != "postgresql":
        pytest.skip("holds on PostgreSQL only")


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_guards() -> Iterator[None]:
    """Tests with real commits empty every table afterwards, the append-only ones included."""
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def without_guards(case: Any) -> None:
        remove_guards()
        try:
            empty(case)
        finally:
            install_guards()

    TransactionTestCase._fixture_teardown = without_guards  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]


@pytest.fixture(autouse=True, scope="session")
def _passwords_cost_little() -> None:
    """The same hash as in production, with the least of memory and time."""
    Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.time_cost = 64, 1
    Argon2PasswordHasher.parallelism = 1
