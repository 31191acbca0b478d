"""The rules of the house that a reader of one file cannot see broken, as walks over its syntax."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]

Finder = Callable[[ast.AST], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """What no file may do, unless it is `allowed`: a pattern of paths and the reason for each."""

    says: str
    breaks: Finder
    planted: str  # a line that breaks it; proves that the rule sees
    where: str = "*"
    allowed: Mapping[str, str] = field(default_factory=dict)

    def applies_to(self, path: str) -> bool:
        return fnmatch(path, self.where) and not any(fnmatch(path, each) for each in self.allowed)

    def faults(self, source: str) -> Iterator[int]:
        """Lines of `source` that break the rule."""
        for node in ast.walk(ast.parse(source)):
            if self.breaks(node):
                yield getattr(node, "lineno", 0)


def sources() -> list[Path]:
    """Our own Python files, without migrations and tests."""
    return [
        path
        for folder in ("forecourt", "config")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not {"migrations", "tests"} & set(path.parts)
    ]


def templates() -> list[Path]:
    return sorted((ROOT / "forecourt").rglob("*.html"))


def named(*names: str) -> Finder:
    """The name itself, as a variable, an attribute or an import."""

    def breaks(node: ast.AST) -> bool:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                return name in names
        return False

    return breaks


def imported(*modules: str) -> Finder:
    """The module or anything of it."""

    def ours(name: str) -> bool:
        return any(name == module or name.startswith(f"{module}.") for module in modules)

    def breaks(node: ast.AST) -> bool:
        match node:
            case ast.Import(names=names):
                return any(ours(alias.name) for alias in names)
            case ast.ImportFrom(module=str(module), names=names):
                return ours(module) or any(ours(f"{module}.{alias.name}") for alias in names)
        return False

    return breaks


def called(*names: str) -> Finder:
    """A call such as `timezone.now()`, by its last two words."""

    def breaks(node: ast.AST) -> bool:
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=attribute)):
                return ast.unparse(owner).rsplit(".")[-1] + "." + attribute in names
        return False

    return breaks


def method(name: str) -> Finder:
    """A call of a method of that name, whatever it is called on."""

    def breaks(node: ast.AST) -> bool:
        match node:
            case ast.Call(func=ast.Attribute(attr=attribute)):
                return attribute == name
        return False

    return breaks


def spread_query(node: ast.AST) -> bool:
    """`.filter(**anything)`: keys from outside reach columns nobody meant to show."""
    match node:
        case ast.Call(func=ast.Attribute(attr="filter" | "exclude"), keywords=keywords):
            return any(keyword.arg is None for keyword in keywords)
    return False


NO_CLOCK = {
    "forecourt/stock/vin.py": "bounds the model year when a caller has no year of its own",
    "forecourt/timeline/happened.py": "says when a row was stored, beside when the thing happened",
    "forecourt/web/*": "a door",
    "forecourt/public/*": "a door",
    "forecourt/api/*": "a door",
    "forecourt/commands/*": "a door",
    "forecourt/channels/*": "a door",
}

RULES = (
    Rule("text becomes markup in templates only", named("mark_safe"), "mark_safe(x)"),
    Rule("no SQL in pieces", named("RawSQL"), "RawSQL(text, [])"),
    Rule("no SQL in pieces, by the back door", method("extra"), "Lead.objects.extra(where=[x])"),
    Rule("a query names its columns", spread_query, "Lead.objects.filter(**request.GET)", allowed={
        "forecourt/commands/invariants.py": "its keys are constants of the same function",
    }),
    Rule(
        "a query stays inside one dealership",
        named("_base_manager", "objects_unscoped", "with_scopes_disabled", "scopes_disabled"),
        "Lead._base_manager.all()",
        allowed={"forecourt/dealership/scope.py": "defines all_dealerships()"},
    ),
    Rule(
        "every dealership's rows are seen only where nobody is known yet, and by maintenance",
        named("all_dealerships"),
        "with all_dealerships(): ...",
        allowed={
            "forecourt/dealership/*": "finds out who signs in and to which lot they belong",
            "forecourt/capture/*": "a delivery has no dealership before its key is read",
            "forecourt/channels/keys.py": "finds out whose row a key names",
            "forecourt/customers/search_index.py": "the index of every lot is made at migrate",
            "forecourt/api/tokens.py": "finds out whose token it is",
            "forecourt/*/access.py": "finds out whose row a key names",
            "forecourt/timeline/queries.py": "one look-out reads the record for the screens of all",
            "forecourt/commands/*": "maintenance",
        },
    ),
    Rule(
        "a screen finds rows through queries.py and access.py, and writes them through verbs",
        named("objects", "of_lot"),
        "Lead.objects.filter(pk=lead_id)",
        where="forecourt/web/*",
        allowed={
            "forecourt/web/signin/factors.py": "rows of allauth, which no room knows",
            "forecourt/web/signin/second_factor.py": "rows of allauth, which no room knows",
            "forecourt/web/signin/sessions.py": "rows of Django and allauth, which no room knows",
            "forecourt/web/signin/welcome.py": "allauth writes down where a person is signed in",
        },
    ),
    Rule(
        "what leaves the house goes through outbox/egress.py",
        imported(
            "aiohttp", "ftplib", "http.client", "httpx", "imaplib", "requests", "smtplib", "socket",
            "urllib.request", "urllib3",
        ),
        "from urllib import request",
        allowed={
            "forecourt/outbox/egress.py": "the one way out",
            "forecourt/commands/siblings.py": "the socket that web listens on",
            "forecourt/channels/mail/imap.py": "IMAP over a connection that egress has checked",
            "forecourt/channels/mail/line.py": "the same connection, and its end",
        },
    ),
    Rule(
        "races are settled by constraints, not by row locks",
        named("select_for_update"),
        "Lead.objects.select_for_update()",
    ),
    Rule(
        "rules live in verbs, not in signals",
        named("pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"),
        "from django.db.models.signals import post_save",
    ),
    Rule(
        "time is an argument; only doors read the clock",
        called("timezone.now", "datetime.now", "datetime.utcnow", "date.today", "time.time"),
        "at = timezone.now()",
        where="forecourt/*",
        allowed=NO_CLOCK,
    ),
)  # fmt: skip
