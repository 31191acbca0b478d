"""HTML to text without loading or running anything, and the plain text of a mail.

Table cells are parted by a tab, rows and paragraphs by a newline. Hidden nodes, scripts and styles
are left out. Links are returned beside the text.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from forecourt.channels.mail.envelope_of import Mail, Part, text_of

MAX_HTML = 400_000
MIN_FLOWED = 50  # a soft break in a shorter line was the writer's own

_NAME = re.compile(r"/?[A-Za-z][A-Za-z0-9:-]{0,30}")
_ATTRIBUTE = re.compile(
    r"([A-Za-z-]{1,30})\s{0,9}=\s{0,9}(\"[^\"]{0,3000}\"|'[^']{0,3000}'|[^\s\"'>]{1,3000})"
)
_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all"
)
_SPACES = re.compile(r"[ \u00a0\u202f\u2009\u200b\u200c\ufeff\u00ad\r\n\f\v]+")
_BLANKS = re.compile(r"\n{3,}")
_SWALLOWED = {"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"}
_BREAKS = {"br", "p", "div", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6",
           "blockquote", "hr", "form", "section", "article", "header", "footer", "dt",
           "pre"}  # fmt: skip
_CELLS = {"td", "th", "dd"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "base", "area", "col", "wbr", "source"}
_LOWER = {upper: upper + 32 for upper in range(65, 91)}
_SEE_HTML = re.compile(
    r"(?i)view (?:this|it|the)? ?.{0,40}(?:html|browser)|html.{0,40}(?:anzeigen|ansicht)"
)


@dataclass(slots=True)
class Text:
    text: str
    links: list[tuple[str, str]] = field(default_factory=list)  # (address, words)
    quotes: list[str] = field(default_factory=list)  # words inside blockquote


@dataclass(slots=True)
class _State:
    lower: str
    last: dict[str, int] = field(default_factory=dict)
    out: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    quote_starts: list[int] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    link: tuple[str, int] | None = None
    done: bool = False


def html_to_text(html: str, *, cut_quotes: bool = False) -> Text:
    """The words a reader would see. With `cut_quotes`, without quoted earlier mails."""
    html = html[:MAX_HTML]
    state, position, size = _State(html.translate(_LOWER)), 0, len(html)
    while position < size and not state.done:
        start = html.find("<", position)
        if start < 0:
            _words(state, html[position:])
            break
        _words(state, html[position:start])
        position = _markup(state, html, start, cut_quotes)
    text = _tidy("".join(state.out))
    return Text(text, state.links[:200], [_tidy(quote) for quote in state.quotes])


def _markup(state: _State, html: str, start: int, cut_quotes: bool) -> int:
    """Take the tag or comment at `start`; returns where to go on."""
    if html.startswith("<!--", start):
        end = html.find("-->", start + 4)
        return end + 3 if end >= 0 else len(html)
    match = _NAME.match(html, start + 1)
    if not match:
        if html[start + 1 : start + 2] not in ("!", "?"):
            _words(state, "<")
            return start + 1
        end = html.find(">", start)
        return end + 1 if end >= 0 else len(html)
    end = _tag_end(html, match.end())
    name = match.group().lower()
    if name in ("script", "style"):
        close = state.lower.find(f"</{name}", end) if _closes(state, name, end) else -1
        return close if close >= 0 else len(html)
    _tag(state, name, html[match.end() : end - 1], cut_quotes, end)
    return end


def _closes(state: _State, name: str, at: int) -> bool:
    """True if there is an end tag `name` after `at`; each name is looked for once."""
    if name not in state.last:
        state.last[name] = state.lower.rfind(f"</{name}")
    return state.last[name] >= at


def _tag_end(html: str, start: int) -> int:
    end = html.find(">", start)
    if end < 0:
        return len(html)
    if html.count('"', start, min(end, start + 4000)) % 2:
        quote = html.find('"', end, end + 2000)
        later = html.find(">", quote, quote + 2000) if quote >= 0 else -1
        end = later if later >= 0 else end
    return end + 1


def _tag(state: _State, name: str, rest: str, cut_quotes: bool, end: int) -> None:
    closing = name.startswith("/")
    bare = name.lstrip("/")
    if state.hidden:
        if closing and bare == state.hidden[-1]:
            state.hidden.pop()
        elif not closing and bare == state.hidden[-1] and not rest.rstrip().endswith("/"):
            state.hidden.append(bare)
        return
    attrs = {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(rest[:6000])}
    _shown_tag(state, bare, closing, attrs, cut_quotes, end)


def _shown_tag(
    state: _State, bare: str, closing: bool, attrs: dict[str, str], cut_quotes: bool, end: int
) -> None:
    if not closing and bare not in _VOID and _is_hidden(bare, attrs, cut_quotes):
        if _closes(state, bare, end):
            state.hidden.append(bare)
        return
    if cut_quotes and attrs.get("id", "").lower() in ("divrplyfwdmsg", "appendonsend"):
        state.done = bool("".join(state.out).strip())
        return
    if bare == "a":
        _link(state, closing, attrs)
    if bare == "blockquote":
        _quote(state, closing)
    if bare in _BREAKS:
        state.out.append("\n")
    elif bare in _CELLS:
        state.out.append("\t" if closing else "")


def _is_hidden(name: str, attrs: dict[str, str], cut_quotes: bool) -> bool:
    if name in _SWALLOWED or _HIDDEN.search(attrs.get("style", "").lower()):
        return True
    if not cut_quotes:
        return False
    cite = name == "blockquote" and attrs.get("type", "").lower() == "cite"
    return cite or "gmail_quote" in attrs.get("class", "").lower().split()


def _link(state: _State, closing: bool, attrs: dict[str, str]) -> None:
    if closing and state.link:
        address, since = state.link
        state.links.append((address, _tidy("".join(state.out[since:]))[:300]))
        state.link = None
    elif not closing:
        state.link = (unescape(attrs.get("href", ""))[:2000], len(state.out))


def _quote(state: _State, closing: bool) -> None:
    if not closing:
        state.quote_starts.append(len(state.out))
    elif state.quote_starts:
        since = state.quote_starts.pop()
        if not state.quote_starts and len(state.quotes) < 20:
            state.quotes.append("".join(state.out[since:]))


def _words(state: _State, text: str) -> None:
    if text and not state.hidden:
        state.out.append(_SPACES.sub(" ", unescape(text)))


def _tidy(text: str) -> str:
    rows = []
    for row in text.split("\n"):
        cells = [" ".join(cell.split()) for cell in row.split("\t")]
        rows.append("\t".join(cell for cell in cells if cell))
    return _BLANKS.sub("\n\n", "\n".join(rows)).strip()


def plain_of(part: Part) -> str:
    """A text/plain part; lines a mail program broke softly are joined again."""
    text = text_of(part).replace("\u00a0", " ").replace("\u202f", " ")
    return _unflow(text, part.delsp) if part.flowed else text


def _unflow(text: str, delsp: bool) -> str:
    lines: list[str] = []
    joining = False
    for line in text.split("\n"):
        body = line[1:] if line.startswith(" ") else line
        if joining and not body.startswith(">") and body not in ("-- ", "--"):
            lines[-1] = (lines[-1][:-1] if delsp else lines[-1]) + body
        else:
            lines.append(body)
        joining = body.endswith(" ") and body != "-- " and len(body) >= MIN_FLOWED
    return "\n".join(lines)


def texts_of(mail: Mail) -> tuple[str, str]:
    """(plain text, HTML) of the mail itself, not of attached files."""
    shown = [p for p in mail.parts if p.disposition != "attachment" and not p.name]
    plain = [plain_of(p) for p in shown if p.media_type == "text/plain"]
    html = [text_of(p) for p in shown if p.media_type in ("text/html", "application/xhtml+xml")]
    return "\n\n".join(t for t in plain if t.strip())[:MAX_HTML], "\n".join(html)[:MAX_HTML]


def full_text(mail: Mail) -> Text:
    """Everything a reader sees, quotes included; plain text unless it only points to HTML."""
    plain, html = texts_of(mail)
    short = len(plain.strip()) < 300 and bool(_SEE_HTML.search(plain[:300]))
    if html and (not plain.strip() or short):
        return html_to_text(html)
    found = html_to_text(html) if html else Text("")
    return Text(plain.strip(), found.links, found.quotes)
