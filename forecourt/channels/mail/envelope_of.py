"""The bytes of a mail as headers, texts and files. Caps: 20 levels, 200 parts. Never raises."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from forecourt.channels.adf.values import line
from forecourt.channels.mail.charsets import to_text
from forecourt.channels.mail.headers import addresses, decode_words, ids, raw_text

MAX_DEPTH = 20
MAX_PARTS = 200
MAX_HEADERS = 500
MAX_TEXT = 400_000

_BOUNDARY = re.compile(rb"boundary\s{0,9}=", re.IGNORECASE)
_BLANK = re.compile(rb"\r?\n\r?\n")
_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-forwarded-to", "bcc")


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the MIME tree."""

    media_type: str
    data: bytes
    name: str = ""
    disposition: str = ""
    content_id: str = ""
    charset: str = ""
    flowed: bool = False
    delsp: bool = False


@dataclass(slots=True)
class Mail:
    headers: dict[str, list[str]]  # names in lower case; values unfolded, not yet decoded
    parts: list[Part]
    digest: str  # sha256 of the bytes
    report: str = ""  # report-type of a multipart/report
    recipients_more: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    other_ids: list[str] = field(default_factory=list)  # the provider's keys of this mail

    def raw(self, name: str) -> str:
        return self.headers.get(name, [""])[0]

    def header(self, name: str) -> str:
        return decode_words(self.raw(name))

    def has(self, name: str) -> bool:
        return name in self.headers

    @property
    def subject(self) -> str:
        return line(self.header("subject"), 500)

    @property
    def sender(self) -> tuple[str, str]:
        found = addresses(self.raw("from")) or addresses(self.raw("sender"))
        return found[0] if found else (line(self.header("from"), 100), "")

    @property
    def answers_go_to(self) -> list[tuple[str, str]]:
        return addresses(self.raw("reply-to"))[:5]

    @property
    def recipients(self) -> list[str]:
        values = [v for name in _RECIPIENTS for v in self.headers.get(name, [])[:20]]
        found = [address for value in values[:40] for _, address in addresses(value)]
        return list(dict.fromkeys([*self.recipients_more, *found]))

    @property
    def message_id(self) -> str:
        found = ids(self.raw("message-id"))
        return found[-1] if found else line(self.raw("message-id").strip("<> "), 500)

    @property
    def in_reply_to(self) -> list[str]:
        return ids(self.raw("in-reply-to"))

    @property
    def references(self) -> list[str]:
        return ids(self.raw("references"))


def mail_of(raw: bytes) -> Mail:
    """The mail in the bytes; whatever they are, there is an answer."""
    digest = hashlib.sha256(raw).hexdigest()
    if raw.startswith(b"From "):  # mbox
        raw = raw.partition(b"\n")[2]
    if len(_BOUNDARY.findall(raw)) > MAX_PARTS:
        return _flat(raw, digest, f"more than {MAX_PARTS} boundaries: structure not read")
    try:
        message: Message = message_from_bytes(raw, policy=compat32)
        mail = Mail(headers_of(message.raw_items()), [], digest)
        mail.report = _parameter(message, "report-type")
        if message.get_content_type() != "multipart/report":
            mail.report = ""
        for part in _leaves(message, mail.warnings, 0):
            if len(mail.parts) >= MAX_PARTS:
                mail.warnings.append(f"more than {MAX_PARTS} parts: the rest was left out")
                break
            mail.parts.append(part)
    except Exception as error:  # the library's own failures on hostile structure
        return _flat(raw, digest, f"structure not read ({type(error).__name__})")
    return mail


def headers_of(items: Iterable[tuple[str, object]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for count, (name, value) in enumerate(items):
        if count >= MAX_HEADERS:
            break
        text = re.sub(r"\r?\n[ \t]*", " ", raw_text(str(value)))
        found.setdefault(str(name)[:100].strip().lower(), []).append(text.strip())
    return found


def _flat(raw: bytes, digest: str, warning: str) -> Mail:
    match = _BLANK.search(raw[:400_000])
    head = raw[: match.start()] if match else b""
    body = raw[match.end() :] if match else raw
    try:
        headers = headers_of(message_from_bytes(head + b"\n\n", policy=compat32).raw_items())
    except Exception:  # even the head is hostile
        headers = {}
    part = Part("text/plain", body[:MAX_TEXT])
    return Mail(headers, [part], digest, warnings=[warning])


def _leaves(message: Message, warnings: list[str], depth: int) -> Iterator[Part]:
    if depth > MAX_DEPTH:
        warnings.append(f"parts nested deeper than {MAX_DEPTH} were left out")
        return
    payload = message.get_payload()
    if isinstance(payload, list):
        if message.get_content_type() == "message/delivery-status":
            yield Part("message/delivery-status", _blocks(payload))
            return
        if message.get_content_type() == "message/rfc822" and payload:
            yield Part("text/rfc822-headers", _head_bytes(payload[0]))
        for child in (c for c in payload[: MAX_PARTS + 1] if isinstance(c, Message)):
            yield from _leaves(child, warnings, depth + 1)
        return
    yield _leaf(message)


def _leaf(message: Message) -> Part:
    data = message.get_payload(decode=True)
    payload = data if isinstance(data, bytes) else b""
    declared = message.get_content_type()
    return Part(
        media_type=declared.lower()[:100],
        data=payload,
        name=_file_name(message),
        disposition=str(message.get_content_disposition() or ""),
        content_id=line(str(message.get("content-id", "")), 200),
        charset=_parameter(message, "charset"),
        flowed=_parameter(message, "format").lower() == "flowed",
        delsp=_parameter(message, "delsp").lower() == "yes",
    )


def _file_name(message: Message) -> str:
    try:
        name = message.get_filename("") or ""
    except Exception:  # RFC 2231 continuations can be arbitrarily wrong
        name = "unnamed"
    return decode_words(raw_text(str(name)))


def _parameter(message: Message, name: str) -> str:
    try:
        value = message.get_param(name, "")
    except Exception:  # as above
        return ""
    if isinstance(value, tuple):
        value = value[2]
    return str(value or "")[:60].strip().lower()


def _blocks(payload: Iterable[object]) -> bytes:
    return b"\n\n".join(_head_bytes(block) for block in list(payload)[:MAX_PARTS])


def _head_bytes(message: object) -> bytes:
    if not isinstance(message, Message):
        return b""
    rows = [f"{name}: {value}" for name, value in list(message.raw_items())[:100]]
    return "\n".join(rows).encode("utf-8", "replace")


def text_of(part: Part) -> str:
    """The text of a text part, with "\\n" line ends."""
    text = to_text(part.data[: 2 * MAX_TEXT], part.charset)[:MAX_TEXT]
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
