"""Files of a mail: a safe name, the type their bytes show, and a checksum."""

import hashlib
import re
from typing import Literal

from forecourt.capture.inquiry import Attachment
from forecourt.channels.adf.values import line
from forecourt.channels.mail.envelope_of import Mail, Part

MOST = 50
SMALL_INLINE = 2048

Kind = Literal["image", "video", "audio", "voice", "document", "sticker", "contact", "location"]

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"MZ", "application/x-msdownload"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_MARKUP = re.compile(
    rb"^\s{0,200}<(?:!doctype html|html|script|body|head|meta|iframe)", re.IGNORECASE
)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_UNSAFE = re.compile(r"[<>:\"|?*\x00-\x1f]")
_TEXTUAL = {"text/plain", "text/calendar", "text/vcard", "text/x-vcard", "text/csv"}


def attachments_of(mail: Mail) -> tuple[Attachment, ...]:
    """The files a person meant to send; small inline pictures of a layout are left out."""
    files = [part for part in mail.parts if _is_file(part)]
    return tuple(attachment(part, index + 1) for index, part in enumerate(files[:MOST]))


def attachment(part: Part, number: int) -> Attachment:
    media_type = sniff(part.data, part.media_type)
    return Attachment(
        kind=_kind(media_type),
        name=safe_name(part.name, number),
        media_type=media_type,
        size=len(part.data),
        sha256=hashlib.sha256(part.data).hexdigest(),
    )


def safe_name(name: str, number: int) -> str:
    """The last part of a file name, without path, control or reserved characters."""
    last = re.split(r"[/\\]", line(name, 300))[-1]
    kept = _UNSAFE.sub("_", last).strip(" .")
    return kept[-150:] or f"attachment-{number}"


def sniff(data: bytes, declared: str) -> str:
    """The media type the bytes show. A declared type of a picture or film is not believed."""
    head = data[:1024]
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        picture = brand in (b"heic", b"heix", b"mif1", b"avif")
        return "image/heic" if picture else "audio/mp4" if brand == b"M4A " else "video/mp4"
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "video/x-msvideo")
    if _SVG.search(head):
        return "image/svg+xml"
    if _MARKUP.match(head) or declared == "text/html":
        return "text/html"
    return declared if declared in _TEXTUAL else "application/octet-stream"


def _is_file(part: Part) -> bool:
    if part.media_type in ("message/delivery-status", "text/rfc822-headers"):
        return False
    if part.disposition == "attachment" or part.name:
        inline = part.content_id and part.disposition != "attachment"
        return not (
            inline and part.media_type.startswith("image/") and len(part.data) < SMALL_INLINE
        )
    if part.media_type.startswith("text/"):
        return False
    inline_picture = part.media_type.startswith("image/") and len(part.data) < SMALL_INLINE
    return bool(part.data) and not inline_picture


def _kind(media_type: str) -> Kind:
    if media_type == "image/svg+xml":
        return "document"
    family = media_type.partition("/")[0]
    kinds: dict[str, Kind] = {"image": "image", "video": "video", "audio": "audio"}
    return "contact" if media_type.endswith("vcard") else kinds.get(family, "document")
