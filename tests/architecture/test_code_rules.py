"""Rules that hold in every file. One that must break a rule stands in rules.py with its reason."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.architecture.rules import ROOT, RULES, Rule, sources, templates

WIDEST = 160
WITH_STYLES_OR_SETTINGS = {
    "forecourt/api/docs.html", "forecourt/public/pages/page.html", "forecourt/web/base.html",
    "forecourt/web/errors/page.html",
}  # fmt: skip
LONGEST = 300  # lines
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "services", "common", "core", "misc"}
NOT_IN_TEMPLATES = {
    r"\|\s*safe\b": "text from outside becomes markup",
    r"autoescape\s+off": "text from outside becomes markup",
    r"\son(blur|change|click|focus|input|key\w+|submit)=": "the policy refuses inline handlers",
    r"\sstyle=": "the policy refuses inline styles",
    r"\bhx-on\b": "the policy refuses inline handlers",
}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.says)
def test_no_file_breaks_a_rule(rule: Rule) -> None:
    found = [
        f"{shown(path)}:{line}"
        for path in sources()
        if rule.applies_to(shown(path))
        for line in rule.faults(path.read_text())
    ]
    assert not found, f"{rule.says}: {', '.join(found)}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.says)
def test_a_rule_sees_what_it_forbids(rule: Rule) -> None:
    assert list(rule.faults(rule.planted))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.says)
def test_what_is_allowed_is_done(rule: Rule) -> None:
    idle = [
        pattern
        for pattern in rule.allowed
        if not any(
            any(rule.faults(path.read_text()))
            for path in sources()
            if fnmatch(shown(path), pattern)
        )
    ]
    assert not idle, f"{rule.says}: no file needs {', '.join(idle)}"


@pytest.mark.parametrize("pattern", NOT_IN_TEMPLATES)
def test_no_template_opens_a_hole(pattern: str) -> None:
    found = [shown(path) for path in templates() if re.search(pattern, path.read_text())]
    assert not found, f"{NOT_IN_TEMPLATES[pattern]}: {', '.join(found)}"


def test_a_file_can_be_read_in_one_sitting() -> None:
    long = {shown(path): len(path.read_text().splitlines()) for path in sources()}
    assert not {path: lines for path, lines in long.items() if lines > LONGEST}


def test_a_template_can_be_read_without_scrolling_sideways() -> None:
    """Texts for translators and settings of libraries stand on one line, however long."""
    widest = {
        shown(path): max(map(len, path.read_text().splitlines() or [""])) for path in templates()
    }
    wide = {path for path, columns in widest.items() if columns > WIDEST}
    assert wide <= WITH_STYLES_OR_SETTINGS


def test_a_name_says_what_is_inside() -> None:
    assert not [shown(path) for path in sources() if {path.stem, *path.parts} & EMPTY_WORDS]


def test_the_tools_run_on_the_libraries_that_ship() -> None:
    pins = {
        name: set(re.findall(r"^[\w.-]+==\S+", (ROOT / "requirements" / name).read_text(), re.M))
        for name in ("run.lock", "dev.lock")
    }
    assert pins["run.lock"] <= pins["dev.lock"]
