"""What capture and the channels say of a held delivery is understood in each language."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from forecourt.web.inbox.reason_words import reason_in_words

CHANNELS = Path(__file__).parents[3] / "channels"
HELD = re.compile(r'held\(\s*"(?:unreadable|spam|unsafe|not_a_lead)",\s*f?"([^"]+)"')


def sentences() -> list[str]:
    """Every reason that a parser gives, as it stands in its source."""
    sources = [path for path in CHANNELS.rglob("*.py") if "tests" not in path.parts]
    return sorted({found for path in sources for found in HELD.findall(path.read_text())})


@pytest.mark.parametrize("language", ["de", "pl"])
def test_no_reason_of_a_parser_stays_english(language: str) -> None:
    with translation.override(language):
        english = [one for one in sentences() if reason_in_words(one) == one]

    assert len(sentences()) > 20
    assert not english


def test_an_english_reader_has_the_plain_words_too() -> None:
    with translation.override("en"):
        plain = reason_in_words("The event 'x' is not known.")

    assert plain == "It has no form that is known here."


def test_what_nobody_foresaw_is_shown_as_it_is() -> None:
    with translation.override("de"):
        assert reason_in_words("A new kind of reason.") == "A new kind of reason."
