"""Templates are laid out for readers; nothing of that layout reaches the browser.

As in JSX, a line break beside a tag is nothing, with the blanks around it, and one blank elsewhere.
A blank that counts stands within a line. Scripts, styles and texts for translators stay as they
are written.
"""

import re
from typing import Final

from django_cotton import cotton_loader

_DJANGO: Final = r"\{%.*?%\}|\{\{.*?\}\}|\{\#.*?\#\}"
_WHOLE: Final = (
    r"\{%\s*blocktranslate\b.*?\{%\s*endblocktranslate\s*%\}"
    r"|<(?P<name>script|style|pre)\b.*?</(?P=name)>"
)
_TOKEN: Final = re.compile(
    rf"(?P<whole>{_WHOLE})"
    rf"|(?P<tag></?[a-zA-Z](?:{_DJANGO}|[^<>])*>)"
    rf"|(?P<django>{_DJANGO})"
    r"|(?P<text>[^<{]+|.)",
    re.DOTALL,
)
_BREAK: Final = re.compile(r"\s*\n\s*")
_BREAK_BEFORE_END: Final = re.compile(r"\s*\n\s*(?=>\Z)")
_FIRST_BREAK: Final = re.compile(r"\A\s*\n\s*")
_LAST_BREAK: Final = re.compile(r"\s*\n\s*\Z")


class Loader(cotton_loader.Loader):
    """Reads pages and components from their folders, without their layout."""

    def _get_template_string(self, template_name: str) -> str:
        return without_layout(super()._get_template_string(template_name))


def without_layout(source: str) -> str:
    """The same template on as few lines as it can stand on."""
    tokens = list(_TOKEN.finditer(source))
    befores, afters = [None, *tokens[:-1]], [*tokens[1:], None]
    return "".join(map(_tight, befores, tokens, afters))


def _tight(before: re.Match[str] | None, token: re.Match[str], after: re.Match[str] | None) -> str:
    if token.lastgroup == "tag":
        return _BREAK.sub(" ", _BREAK_BEFORE_END.sub("", token[0]))
    if token.lastgroup != "text":
        return token[0]
    text = token[0]
    if _is_tag(before):
        text = _FIRST_BREAK.sub("", text)
    if _is_tag(after):
        text = _LAST_BREAK.sub("", text)
    return _BREAK.sub(" ", text)


def _is_tag(token: re.Match[str] | None) -> bool:
    """Whether no blank is meant beside it; beside a value, a line break means one."""
    return token is None or token.lastgroup in {"tag", "whole"} or token[0][:2] in {"{%", "{#"}
