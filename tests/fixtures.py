"""What tests need of the machine."""

import pytest

from tests import chromium


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
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("holds on PostgreSQL only")
