"""A NUL in an address or a form is as if it were not there, on each engine."""

from datetime import datetime

import pytest

from forecourt.conversations.models import Message
from forecourt.dealership.models import ApiToken, Dealership, Staff
from forecourt.dealership.scope import acting_for
from tests.asked import asked
from tests.browsers import browser_of


@pytest.mark.parametrize("page", ["/inbox/", "/leads/", "/stock/"])
def test_a_search_passes_it_over(page: str, ewa: Staff) -> None:
    assert browser_of(ewa).get(page, {"q": "go\x00lf", "\x00": "x"}).status_code == 200


def test_a_note_is_kept_without_it(ewa: Staff, lot: Dealership, at: datetime) -> None:
    lead = asked(lot, "Jan Kowalski", at=at)

    answer = browser_of(ewa).post(f"/leads/{lead.pk}/note/", {"text": "red\x00 coat"})

    assert answer.status_code < 400
    with acting_for(lot):
        assert Message.objects.filter(body="red coat").exists()


def test_a_name_of_a_program_is_kept_without_it(ewa: Staff, lot: Dealership) -> None:
    assert browser_of(ewa).post("/settings/programs/", {"name": "Web\x00site"}).status_code < 400

    with acting_for(lot):
        assert ApiToken.objects.filter(name="Website").exists()
