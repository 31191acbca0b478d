"""From the bytes of an ADF 1.0 delivery to trees, taking the first rung that holds.

Rungs: decode; cut out the documents; refuse declarations; parse strictly; unescape once; repair;
read as loose tags. A document that needed one of the last three is marked `repaired`.
"""

import re
from dataclasses import dataclass
from html import unescape

from forecourt.channels.adf.tree import Node, Unsafe, soup, strict
from forecourt.channels.mail.charsets import decoded, to_text

MAX_DOCUMENT = 512 * 1024
MAX_DOCUMENTS = 50

_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})", re.I)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_START = re.compile(r"<(?:\w{1,20}:)?adf(?=[\s>/])", re.IGNORECASE)
_END = re.compile(r"</(?:\w{1,20}:)?adf\s{0,20}>", re.IGNORECASE)
_PROSPECT = re.compile(r"<(?:\w{1,20}:)?prospect(?=[\s>])", re.IGNORECASE)
_ESCAPED = re.compile(r"&(?:lt|#0{0,3}60|#x0{0,3}3c);(?:\w{1,20}:)?adf(?=[\s&>/])", re.IGNORECASE)
_DECLARATION = re.compile(r"<!\s{0,20}(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BARE_DOCTYPE = re.compile(r"<!DOCTYPE(?![^<>]{0,300}://)[^<>\[\]]{0,300}>", re.IGNORECASE)
_INSTRUCTION = re.compile(r"<\?[^<>]{0,500}\?>")
_TAG = re.compile(r"<[/A-Za-z][^<>]{0,2000}>")
_BARE_VALUE = re.compile(
    r"(\s[A-Za-z][\w:.-]{0,60})\s{0,20}=\s{0,20}([^\s\"'<>=]{1,500})(?=[\s/>])"
)
_AMPERSAND = re.compile(r"&(?!#?\w{1,32};)")
_NAMED = re.compile(r"&([A-Za-z]\w{1,31});")
_LESS = re.compile(r"<(?![A-Za-z/?!])")
_QUOTED_LINE = re.compile(r"(?m)^[ \t]{0,4}>(?: ?>){0,9} ?")
_SOFT_BREAK = re.compile(r"=\r?\n")
_CURLY = str.maketrans(dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‘’‚‛′", "'"))
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}


@dataclass(frozen=True, slots=True)
class Document:
    root: Node
    repaired: bool


def decode(data: bytes, charset: str = "") -> str:
    """The text of an XML body: mark, XML declaration, MIME charset, UTF-8, cp1252."""
    match = _ENCODING.search(data[:400])
    declared = match.group(1).decode("ascii") if match else charset
    if decoded(data, declared) is None:
        declared = charset
    return to_text(data, declared)


def holds_adf(text: str) -> bool:
    """True if there is an ADF document in `text`, plain or escaped."""
    return bool(_START.search(text) or _ESCAPED.search(text))


def documents(text: str) -> tuple[Document, ...]:
    """Every ADF document in `text`. Empty if there is none; Unsafe if one must not be read."""
    text = _CONTROL.sub("", text[: 4 * MAX_DOCUMENT])
    unescaped = False
    if not _START.search(text) and _ESCAPED.search(text):
        text, unescaped = unescape(text), True
    text = _BARE_DOCTYPE.sub("", text)
    pieces = _cut(text)
    if pieces and _DECLARATION.search(text):
        raise Unsafe("declares a document type or an entity")
    found = [_climb(piece) for piece in pieces[:MAX_DOCUMENTS]]
    return tuple(
        Document(document.root, document.repaired or unescaped) for document in found if document
    )


def _cut(text: str) -> list[str]:
    starts = [match.start() for match in _START.finditer(text)]
    if not starts and (match := _PROSPECT.search(text)):
        return [text[match.start() :][:MAX_DOCUMENT]]
    pieces = []
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:following]
        ends = [match.end() for match in _END.finditer(piece)]
        pieces.append((piece[: ends[-1]] if ends else piece)[:MAX_DOCUMENT])
    return pieces


def _climb(piece: str) -> Document | None:
    piece = _INSTRUCTION.sub("", piece)
    plain = _unquoted(piece)
    quoted = plain != piece
    for attempt, repaired in ((plain, quoted), (_repair(plain), True)):
        try:
            root = strict(attempt)
        except Unsafe:
            raise
        except ValueError:
            continue
        return Document(root, repaired)
    root = soup(_repair(plain))
    return Document(root, repaired=True) if root.below("prospect") else None


def _unquoted(piece: str) -> str:
    """Without the "> " of a forwarded mail and without quoted-printable remains."""
    lines = piece.split("\n")[1:]
    if lines and sum(line.lstrip().startswith(">") for line in lines) * 2 > len(lines):
        piece = _QUOTED_LINE.sub("", piece)
    if "=3D" in piece:
        piece = _SOFT_BREAK.sub("", piece).replace("=3D", "=")
    return piece


def _repair(piece: str) -> str:
    piece = _NAMED.sub(_character, piece)
    piece = _AMPERSAND.sub("&amp;", piece)
    piece = _LESS.sub("&lt;", piece)
    return _TAG.sub(lambda match: _repair_tag(match.group()), piece)


def _repair_tag(tag: str) -> str:
    tag = tag.translate(_CURLY)
    return _BARE_VALUE.sub(r'\1="\2"', tag) if "=" in tag else tag


def _character(match: re.Match[str]) -> str:
    if match.group(1) in _XML_NAMES:
        return match.group()
    text = unescape(match.group())
    return text if text != match.group() else "&amp;" + match.group()[1:]
