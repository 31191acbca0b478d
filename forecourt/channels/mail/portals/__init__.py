"""Portals as data: who sends, what the subject says, which words stand before which value.

A file `<portal>.toml` here is one portal. A lot can add its own in the connection's setting
"portals": the text of such a file. Layouts of real portals are not published; the readers go by
labels, so that a moved line does no harm.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Portal:
    name: str
    domains: tuple[str, ...] = ()  # of the sender, subdomains included
    subjects: tuple[str, ...] = ()  # words of which one stands in the subject of an inquiry
    relay_domains: tuple[str, ...] = ()  # addresses there stand for one talk, not for a person
    ad_url_hosts: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)  # label to field, beside the common


def normal(label: str) -> str:
    """A label as it is compared: lower case, no colon, stars or dots at the ends."""
    return " ".join(label.casefold().strip(" \t*:.•-–_#>").split())


@cache
def common_labels() -> Mapping[str, str]:
    table = tomllib.loads((_HERE / "labels.toml").read_text("utf-8"))
    return {normal(word): name for name, words in table.items() for word in words}


@cache
def known_portals() -> tuple[Portal, ...]:
    files = sorted(path for path in _HERE.glob("*.toml") if path.name != "labels.toml")
    return tuple(portal_of(path.read_text("utf-8")) for path in files)


def portal_of(text: str) -> Portal:
    """The portal a TOML text describes. ValueError if it does not."""
    table = tomllib.loads(text)
    name = table.get("name")
    if not isinstance(name, str) or not name:
        raise ValueError("a portal needs a name")
    labels = table.get("labels", {})
    if not isinstance(labels, dict):
        raise ValueError("labels must be a table")
    return Portal(
        name=name[:80],
        domains=_words(table, "domains"),
        subjects=_words(table, "subjects"),
        relay_domains=_words(table, "relay_domains"),
        ad_url_hosts=_words(table, "ad_url_hosts"),
        labels={normal(str(w)): str(f) for f, words in labels.items() for w in words},
    )


def portals_with(settings: Mapping[str, str]) -> tuple[Portal, ...]:
    """The lot's own portal, if it describes one readably, before the known ones."""
    own = settings.get("portals", "")
    if not own:
        return known_portals()
    try:
        return (portal_of(own), *known_portals())
    except (ValueError, TypeError):
        return known_portals()


def portal_for(address: str, portals: tuple[Portal, ...]) -> Portal | None:
    domain = address.rpartition("@")[2].lower()
    return next((p for p in portals if domain and within(domain, p.domains)), None)


def within(domain: str, domains: tuple[str, ...]) -> bool:
    return any(domain == known or domain.endswith("." + known) for known in domains)


def _words(table: Mapping[str, object], name: str) -> tuple[str, ...]:
    values = table.get(name, [])
    return tuple(str(v).casefold() for v in values) if isinstance(values, list) else ()
