"""A test is left out on PostgreSQL only where the engine cannot change its answer."""

import sys
from typing import Any

import pytest

from tests.engines import may_see_the_engine


@pytest.fixture
def item(request: pytest.FixtureRequest) -> pytest.Item:
    """The test that runs."""
    found: pytest.Item = request.node
    return found


def test_words_and_numbers_are_asked_once(item: pytest.Item) -> None:
    assert not may_see_the_engine(item)


def test_a_row_of_a_fixture_is_asked_twice(item: pytest.Item, lot: Any) -> None:
    assert may_see_the_engine(item)


@pytest.mark.django_db(transaction=True)
def test_a_row_of_a_mark_is_asked_twice(item: pytest.Item) -> None:
    assert may_see_the_engine(item)


def test_what_may_ask_for_a_fixture_as_it_runs_is_asked_twice(
    request: pytest.FixtureRequest,
) -> None:
    assert may_see_the_engine(request.node)


@pytest.mark.fault
def test_a_fault_is_asked_twice(item: pytest.Item) -> None:
    assert may_see_the_engine(item)


@pytest.mark.slow
def test_a_running_server_is_asked_twice(item: pytest.Item, server: Any) -> None:
    assert may_see_the_engine(item)


def test_what_starts_processes_is_asked_twice(
    item: pytest.Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "subprocess", sys)

    assert may_see_the_engine(item)
