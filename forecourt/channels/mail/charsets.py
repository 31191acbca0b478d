"""Bytes to text when the label is missing or wrong.

Order: byte order mark, the declared charset, UTF-8 strictly, then cp1252 (German, British) or
cp1250 where the bytes look Polish.
"""

import codecs
import re

_REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}
_ALIASES = {"iso8859-1": "cp1252", "ascii": "utf-8"}  # as browsers do: 0x80-0x9f are letters
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_POLISH_CP1250 = re.compile(rb"[\x9c\x9f\xb9\xb3\xbf\xea\xe6\xf1][a-z]|[a-z][\x9c\x9f\xb9\xb3\xbf]")


def to_text(data: bytes, declared: str = "") -> str:
    """The text of `data`; never raises. Bytes without a meaning become U+FFFD."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    if looks_utf16 := _utf16_without_mark(data):
        return data.decode(looks_utf16, "replace")
    for name in (declared, "utf-8"):
        text = decoded(data, name)
        if text is not None:
            return text
    return data.decode("cp1250" if _looks_polish(data) else "cp1252", "replace")


def decoded(data: bytes, name: str) -> str | None:
    """The text if `name` is a known charset that fits all of `data`."""
    try:
        codec = codecs.lookup(name.strip().strip("\"'")[:40]).name if name else ""
        if not codec or codec in _REFUSED:
            return None
        return data.decode(_ALIASES.get(codec, codec))
    except (LookupError, ValueError, AssertionError, TypeError):
        return None


def _utf16_without_mark(data: bytes) -> str:
    head = data[:4]
    if len(head) == 4 and head[1] == 0 and head[3] == 0 and head[0] and head[2]:
        return "utf-16-le"
    if len(head) == 4 and head[0] == 0 and head[2] == 0 and head[1] and head[3]:
        return "utf-16-be"
    return ""


def _looks_polish(data: bytes) -> bool:
    return len(_POLISH_CP1250.findall(data[:20_000])) >= 2
