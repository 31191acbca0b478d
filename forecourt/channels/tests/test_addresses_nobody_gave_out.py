"""An address with a key that is none is unknown, on each engine."""

import pytest

from forecourt.channels.keys import door_behind


@pytest.mark.parametrize("key", ["", "\x00", "a\x00b", "'", "łódź", "x" * 5000])
def test_there_is_no_door(db: None, key: str) -> None:
    assert door_behind("form", key) is None
