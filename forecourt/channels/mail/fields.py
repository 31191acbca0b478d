"""Posted form fields, urlencoded or multipart, and the files among them. Never raises."""

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from urllib.parse import parse_qsl

from forecourt.channels.mail.charsets import to_text
from forecourt.channels.mail.envelope_of import Part
from forecourt.channels.mail.headers import decode_words, raw_text

MAX_FIELDS = 500
MAX_PARTS = 200

_URLENCODED = re.compile(rb"^[A-Za-z][\w.\[\]-]{0,60}=[^\s&]{0,4000}(?:&|\s{0,4}$)")
_MULTIPART = re.compile(rb"^--([^\r\n]{1,100})\r?\n[Cc]ontent-[Dd]isposition:[ \t]{0,4}form-data")


def media_type(content_type: str) -> str:
    return content_type[:500].split(";", maxsplit=1)[0].strip().lower()


def is_form(body: bytes, content_type: str) -> bool:
    kind = media_type(content_type)
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return True
    return not kind and bool(_URLENCODED.match(body[:5000]) or _MULTIPART.match(body[:300]))


def fields_of(body: bytes, content_type: str) -> tuple[dict[str, str], list[Part]]:
    """The first value of every field, and the files. Both empty if the body is no form."""
    started = _MULTIPART.match(body[:300])
    if media_type(content_type) == "multipart/form-data" or started:
        return _multipart(body, content_type, started)
    try:
        pairs = parse_qsl(to_text(body), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return {}, []
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name[:100], value)
    return found, []


def _multipart(
    body: bytes, content_type: str, started: re.Match[bytes] | None
) -> tuple[dict[str, str], list[Part]]:
    head = content_type.encode("utf-8", "replace").replace(b"\r", b"").replace(b"\n", b"")
    if b"boundary" not in head and started:
        head = b'multipart/form-data; boundary="' + started.group(1) + b'"'
    found: dict[str, str] = {}
    files: list[Part] = []
    try:
        message = message_from_bytes(b"Content-Type: " + head + b"\n\n" + body, policy=compat32)
        payload = message.get_payload()
        parts = payload[:MAX_PARTS] if isinstance(payload, list) else []
        for part in parts:
            if isinstance(part, Message):
                _take(part, found, files)
    except Exception:  # the library's own failures on hostile structure
        return found, files
    return found, files


def _take(part: Message, found: dict[str, str], files: list[Part]) -> None:
    name = str(part.get_param("name", "", header="content-disposition") or "")[:100]
    data = part.get_payload(decode=True)
    payload = data if isinstance(data, bytes) else b""
    file_name = part.get_filename("")
    if file_name:
        shown = decode_words(raw_text(str(file_name)))
        files.append(Part(part.get_content_type(), payload, shown, "attachment"))
    elif name:
        found.setdefault(name, to_text(payload))
