"""Header values: unfolded, decoded (RFC 2047, also raw 8-bit), on one line, bounded."""

import base64
import binascii
import re
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime
from zoneinfo import ZoneInfo

from forecourt.channels.adf.values import line, moment
from forecourt.channels.mail.charsets import to_text

MAX_VALUE = 20_000
MAX_REFERENCES = 20

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]{0,3000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]{1,200}(?==\?)")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_ID = re.compile(r"<([^<>\s]{1,500})>")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"']{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


def raw_text(value: str) -> str:
    """A header value as text, before its encoded words are decoded."""
    data = value[:MAX_VALUE].encode("utf-8", "surrogateescape")
    return to_text(data).replace("\x00", "")


def decode_words(value: str) -> str:
    """The value with its encoded words decoded, on one line."""
    value = _BETWEEN_WORDS.sub(r"\1", value[:MAX_VALUE])
    pieces: list[str] = []
    pending, charset, position = b"", "", 0
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        if pending and (between or match.group(1).lower() != charset):
            pieces.append(to_text(pending, charset))
            pending = b""
        pieces.append(between)
        charset = match.group(1).lower().partition("*")[0]
        pending += _word_bytes(match.group(2), match.group(3))
        position = match.end()
    pieces += [to_text(pending, charset) if pending else "", value[position:]]
    return line("".join(pieces), 2000)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return _HEX.sub(lambda m: bytes([int(m.group(1), 16)]), data.replace(b"_", b" "))
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return data


def addresses(value: str) -> list[tuple[str, str]]:
    """(name, address) of everybody in an address header; names decoded."""
    value = " ".join(value[:8000].split())
    try:
        pairs = getaddresses([value])[:50]
    except Exception:  # the library recurses and indexes into hostile text
        pairs = []
    found = [(_name(name), _address(address)) for name, address in pairs]
    found = [pair for pair in found if pair[1]]
    return found or [("", match) for match in _ADDRESS.findall(decode_words(value))[:50]]


def _name(name: str) -> str:
    return decode_words(name).strip("\"' ")[:200]


def _address(text: str) -> str:
    match = _ADDRESS.fullmatch(text.strip()) if len(text) <= 320 else None
    return match.group() if match else ""


def ids(value: str) -> list[str]:
    """Message ids without their brackets, the last twenty."""
    found = _ID.findall(value)
    if not found and value.strip() and len(value) < 500:
        found = [word for word in value.split() if "@" in word]
    return [line(text, 500) for text in found[-MAX_REFERENCES:]]


def when(value: str, zone: ZoneInfo) -> datetime | None:
    """The time of a Date header, with its zone; without one, in the lot's."""
    try:
        found = parsedate_to_datetime(value[:100])
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return moment(value, zone)
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC if "-0000" in value else zone)
    return found if found.year > 1970 else None
