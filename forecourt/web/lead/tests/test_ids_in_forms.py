"""What a form says is an id may be anything."""

import pytest

from forecourt.dealership.access import id_in


@pytest.mark.parametrize(
    ("text", "found"),
    [("17", 17), ("", 0), ("-1", 0), ("²", 0), ("٣", 0), ("1" * 5000, 0), ("9" * 18, 10**18 - 1)],
)
def test_only_a_number_that_a_row_can_have_is_an_id(text, found):
    assert id_in(text) == found
