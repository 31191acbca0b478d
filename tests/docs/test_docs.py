"""What people and programs rely on stands in its page, and every link leads somewhere."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.env import Environment
from forecourt.channels import CHANNELS
from forecourt.channels.registry import receiver
from forecourt.commands.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "forecourt"
PAGES = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "forecourt/**/*.md") for path in ROOT.glob(pattern)
)
ROOMS = sorted(path.parent.name for path in HOUSE.glob("*/__init__.py"))
KIND = re.compile(r"[a-z]+\.[a-z_]+")
LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
LONGEST_ROOM_README = 7  # lines
LONGEST_DECISION = 50  # lines: about one screen


def page(name: str) -> str:
    return (ROOT / name).read_text()


def code() -> Iterator[ast.Module]:
    """Every module of the house but its tests and migrations."""
    for path in HOUSE.rglob("*.py"):
        if not {"tests", "migrations"} & set(path.relative_to(HOUSE).parts):
            yield ast.parse(path.read_text())


def kinds_that_happen() -> set[str]:
    """The kinds given to `happened(…)`, and to `change(…)` of a lead, which calls it.

    A kind made of a word and a variable counts by its beginning.
    """
    return {kind for tree in code() for call in _calls(tree) for kind in _kinds(call)}


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        name = node.func if isinstance(node, ast.Call) else None
        if isinstance(name, ast.Name) and name.id in {"happened", "change"}:
            assert isinstance(node, ast.Call)
            yield node


def _kinds(call: ast.Call) -> Iterator[str]:
    for argument in call.args[:2]:
        for part in ast.walk(argument):
            text = part.value if isinstance(part, ast.Constant) else None
            if isinstance(text, str) and (KIND.fullmatch(text) or text.endswith(".")):
                yield text


def test_every_setting_of_the_environment_is_explained() -> None:
    explained = page("docs/operations.md")

    assert [name for name in Environment.__annotations__ if f"| `{name}`" not in explained] == []


def test_every_command_is_explained() -> None:
    explained = page("docs/operations.md")

    assert [one for one in COMMANDS if f"| `{one.rstrip('_')}" not in explained] == []


def test_every_promise_that_a_test_names_is_on_its_page() -> None:
    explained = page("docs/reliability.md")
    named = {
        promise
        for path in [*ROOT.glob("tests/*/*.py"), ROOT / "benchmarks/faults.py"]
        for promise in re.findall(r"\b[RS]\d{1,2}\b", path.read_text())
    }

    assert {"R1", "S1"} <= named
    assert sorted(one for one in named if f"| {one} |" not in explained) == []


def test_every_kind_of_event_is_on_its_page() -> None:
    explained = page("docs/events.md")
    kinds = kinds_that_happen()

    assert "lead.opened" in kinds
    assert "customer." in kinds
    assert sorted(kind for kind in kinds if f"`{kind}" not in explained) == []


def test_no_kind_of_event_is_explained_that_does_not_happen() -> None:
    table = re.findall(r"`([a-z]+\.[a-z_]+)`(?= [|·])", page("docs/events.md"))
    kinds = kinds_that_happen()
    open_ended = tuple(kind for kind in kinds if kind.endswith("."))

    assert [one for one in table if one not in kinds and not one.startswith(open_ended)] == []


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_has_its_section_with_its_secrets_and_settings(channel: str) -> None:
    sections = re.split(r"^## ", page("docs/channels.md"), flags=re.MULTILINE)
    own = next((text for text in sections if text.startswith(f"{channel}\n")), "")

    assert own, f"docs/channels.md has no section {channel}"
    asked = [*receiver(channel).SECRETS]
    for more in ("OPTIONAL_SECRETS", "SETTINGS"):
        asked += getattr(receiver(channel), more, ())
    assert [name for name in asked if f"`{name}`" not in own] == []


def test_every_address_and_field_of_the_api_is_on_its_page() -> None:
    from forecourt.api.routes import api

    described = api.get_openapi_schema(path_prefix="/api/v1/")
    explained = page("docs/api.md")
    addresses = {path.partition("/api/v1/")[2] for path in described["paths"]}
    fields = {
        name
        for shape in described["components"]["schemas"].values()
        for name in shape.get("properties", {})
    }
    asked = {
        one["name"]
        for operations in described["paths"].values()
        for operation in operations.values()
        for one in operation.get("parameters", [])
        if one["in"] == "query"
    }

    assert sorted(one for one in addresses if f"{one}`" not in explained) == []
    assert sorted(name for name in fields | asked if f"`{name}`" not in explained) == []


def test_every_library_has_its_reason() -> None:
    project = tomllib.loads(page("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {match[0] for one in wanted if (match := re.match(r"[A-Za-z0-9-]+", one))}
    rows = re.findall(r"^\| (`.+?) \|", page("docs/decisions/dependencies.md"), re.MULTILINE)

    assert set(re.findall(r"`([^`]+)`", " ".join(rows))) == names


def test_every_decision_is_listed_and_fits_a_screen() -> None:
    folder = ROOT / "docs/decisions"
    listed = page("docs/decisions/README.md")
    written = [path for path in folder.glob("*.md") if path.name != "README.md"]

    assert [path.name for path in written if f"({path.name})" not in listed] == []
    long = [one for one in written if len(one.read_text().splitlines()) > LONGEST_DECISION]
    assert [one.name for one in long if one.name != "dependencies.md"] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_in_a_few_lines_what_it_knows(room: str) -> None:
    readme = HOUSE / room / "README.md"

    assert readme.exists(), f"forecourt/{room} has no README.md"
    lines = [line for line in readme.read_text().splitlines() if line.strip()]
    assert len(lines) <= LONGEST_ROOM_README
    assert "never" in " ".join(lines).lower()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    dead = []
    for target in (a or b for a, b in LINK.findall(path.read_text())):
        if target.startswith(("http://", "https://")):
            continue
        name, _, heading = target.partition("#")
        found = path.parent / name if name else path
        if not found.exists() or (heading and heading not in headings(found)):
            dead.append(target)

    assert dead == []


@pytest.mark.parametrize("folder", ["benchmarks", "config", "forecourt", "tests"])
def test_no_comment_sends_its_reader_to_a_page_that_is_not_here(folder: str) -> None:
    there = {path.name for path in PAGES}
    lost = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in {".py", ".css", ".html", ".js", ".toml"}
        for name in re.findall(r"[A-Za-z][\w-]*\.md\b", path.read_text())
        if name not in there
    ]

    assert lost == []


def headings(path: Path) -> set[str]:
    """The anchors that a reader of Markdown makes of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
