"""The customers' pages stand alone, and yet in the colours and measures of our screens by Day."""

import re
from pathlib import Path

FORECOURT = Path(__file__).parents[2]


def tokens(sheet: str) -> dict[str, str]:
    body = (FORECOURT / sheet).read_text("utf-8").split(":root {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): ([^;]+);", body))


def test_the_page_takes_its_tokens_from_the_house() -> None:
    page = tokens("public/pages/page.css")

    assert page
    assert page.items() <= tokens("web/css/tokens.css").items()


def test_only_the_tokens_know_colours() -> None:
    rules = (FORECOURT / "public/pages/page.css").read_text("utf-8").split("}", 1)[1]

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []
