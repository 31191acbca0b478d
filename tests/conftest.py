"""A running server for the tests that come in from outside."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.live_server import Server, live_server


@pytest.fixture(scope="session")
def server_process(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Server]:
    """One server for the whole run; each test opens a lot of its own on it."""
    with live_server(tmp_path_factory.mktemp("house") / "data") as server:
        yield server


@pytest.fixture
def server(server_process: Server, django_db_blocker: Any) -> Iterator[Server]:
    """The server, with Django of this process on its database."""
    with django_db_blocker.unblock(), server_process.at_database():
        yield server_process
