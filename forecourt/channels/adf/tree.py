"""A small tree of elements: names in lower case, no namespaces, no entities, bounded depth."""

import re
from dataclasses import dataclass, field
from html import unescape
from xml.parsers import expat

MAX_DEPTH = 32
MAX_NODES = 40_000

_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,60})([^<>]{0,2000})>")
_ATTRIBUTE = re.compile(r"([A-Za-z][\w:.-]{0,60})\s{0,20}=\s{0,20}(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)")
_FORMATTING = {"br", "b", "i", "u", "p", "font", "span", "div", "strong", "em", "pre", "a"}
_CHILDREN_OF_PROSPECT = {"vehicle", "customer", "vendor", "provider", "requestdate"}


class Unsafe(ValueError):
    """The document could harm a parser: declarations of its own, or bottomless nesting."""


@dataclass(slots=True)
class Node:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def first(self, *path: str) -> "Node":
        """The first descendant along `path`; an empty node if there is none."""
        node = self
        for tag in path:
            node = next((child for child in node.children if child.tag == tag), _NONE)
        return node

    def all(self, tag: str) -> list["Node"]:
        return [child for child in self.children if child.tag == tag]

    def below(self, tag: str) -> list["Node"]:
        """Every descendant called `tag`, in order."""
        found: list[Node] = []
        for child in self.children:
            found += [child] if child.tag == tag else child.below(tag)
        return found

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()


_NONE = Node("")


class _Builder:
    def __init__(self) -> None:
        self.root = Node("")
        self.open = [self.root]
        self.count = 0

    def start(self, name: str, attrs: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) > MAX_DEPTH or self.count > MAX_NODES:
            raise Unsafe(f"is nested deeper than {MAX_DEPTH} or has more than {MAX_NODES} elements")
        node = Node(local(name), {local(key): value for key, value in attrs.items()})
        self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, name: str) -> None:
        if len(self.open) > 1:
            self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].pieces.append(text)

    def close_to(self, tag: str) -> bool:
        """Close the innermost open `tag` and all in it; False if none is open."""
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag == tag:
                del self.open[index:]
                return True
        return False

    def keep_open(self, tag: str) -> None:
        """Close everything inside the innermost open `tag`."""
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag == tag:
                del self.open[index + 1 :]
                return


def local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def strict(document: str) -> Node:
    """The tree of well-formed XML. ValueError if it is not; Unsafe on any declaration."""
    builder = _Builder()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parser.UnparsedEntityDeclHandler = _refuse
    try:
        parser.Parse(document.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return builder.root


def soup(document: str) -> Node:
    """What can be made of anything with tags in it; open elements are closed at the end."""
    builder = _Builder()
    position = 0
    document = _without_cdata(document)
    for match in _TAG.finditer(document):
        builder.data(unescape(document[position : match.start()]))
        position = match.end()
        _soup_tag(builder, match.group(1), local(match.group(2)), match.group(3))
    rest = document[position:]
    cut = rest.rfind("<")
    builder.data(unescape(rest[:cut] if cut >= 0 else rest))
    return builder.root


def _soup_tag(builder: _Builder, slash: str, tag: str, rest: str) -> None:
    if tag in _FORMATTING:
        builder.data("\n" if tag == "br" else "")
        return
    if slash:
        if not builder.close_to(tag):
            builder.end(tag)
        return
    if tag == "prospect":
        builder.keep_open("adf")
    elif tag in _CHILDREN_OF_PROSPECT:
        builder.keep_open("prospect")
    attrs = {key: unescape(value.strip("\"'")) for key, value in _ATTRIBUTE.findall(rest)}
    builder.start(tag, attrs)
    if rest.rstrip().endswith("/"):
        builder.end(tag)


def _without_cdata(document: str) -> str:
    parts, position = [], 0
    while (start := document.find("<![CDATA[", position)) >= 0:
        end = document.find("]]>", start)
        if end < 0:
            break
        inner = document[start + 9 : end].replace("&", "&amp;").replace("<", "&lt;")
        parts += [document[position:start], inner.replace(">", "&gt;")]
        position = end + 3
    return "".join(parts) + document[position:]


def _refuse(*_: object) -> int:
    raise Unsafe("declares a document type or an entity")
