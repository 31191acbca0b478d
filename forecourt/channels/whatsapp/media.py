"""Files, places and people that came along in a WhatsApp message."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from forecourt.capture.inquiry import Attachment
from forecourt.channels.cleaning import list_of, mapping_of, text_of
from forecourt.channels.whatsapp.value import Value

MEDIA = ("image", "video", "sticker", "audio", "document")
_MEDIA_ID = re.compile(r"[0-9]{1,64}")
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,100}( ?;[\w .=+\"-]{0,100})?", re.ASCII)
_HEX_SHA256 = re.compile(r"[0-9a-f]{64}")
_HOSTS = (".fbsbx.com", ".fbcdn.net")


def media(value: Value, type_: str, raw: Mapping[str, object]) -> tuple[Attachment, ...]:
    """The file, or nothing with a warning when its id is not one that can be fetched."""
    media_id = text_of(raw.get("id"), 128)
    if not _MEDIA_ID.fullmatch(media_id):
        value.warn(f"The {type_} was left out: its media id is not a number.")
        return ()
    url = text_of(raw.get("url"), 2000)
    if url and not fetchable(url):
        value.warn("The address of a file was left out: it is not one of WhatsApp's.")
        url = ""
    return (
        Attachment(
            kind=_kind(type_, raw),
            name=file_name(text_of(raw.get("filename"), 300)),
            media_type=_media_type(raw.get("mime_type")),
            provider_id=media_id,
            sha256=_sha256(raw.get("sha256")),
            caption=text_of(raw.get("caption"), 4096),
            detail={"url": url} if url else {},
        ),
    )


def location(value: Value, raw: Mapping[str, object]) -> tuple[Attachment, ...]:
    """The place, with a map link made from its coordinates alone."""
    latitude, longitude = _degrees(raw.get("latitude"), 90), _degrees(raw.get("longitude"), 180)
    detail = {"name": text_of(raw.get("name")), "address": text_of(raw.get("address"), 400)}
    if latitude and longitude:
        detail |= {"latitude": latitude, "longitude": longitude}
        detail["map"] = f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}"
    else:
        value.warn("A place was sent without usable coordinates.")
    detail = {key: text for key, text in detail.items() if text}
    return (Attachment(kind="location", name=detail.get("name", ""), detail=detail),)


def shared_contacts(raw: object) -> tuple[Attachment, ...]:
    return tuple(_shared_contact(mapping_of(item)) for item in list_of(raw)[:50])


def _shared_contact(raw: Mapping[str, object]) -> Attachment:
    name = mapping_of(raw.get("name"))
    parts = (name.get("first_name"), name.get("last_name"))
    plain = " ".join(part for part in (text_of(raw_part) for raw_part in parts) if part)
    detail = {
        "phone": ", ".join(_each(raw.get("phones"), "phone")),
        "email": ", ".join(_each(raw.get("emails"), "email")),
        "company": text_of(mapping_of(raw.get("org")).get("company")),
    }
    return Attachment(
        kind="contact",
        name=text_of(name.get("formatted_name")) or plain,
        detail={key: text for key, text in detail.items() if text},
    )


def shared_phones(raw: object) -> tuple[str, ...]:
    """The numbers of the first shared contact, as sent."""
    contact = mapping_of(next(iter(list_of(raw)), None))
    return tuple(_each(contact.get("phones"), "phone"))


def _each(raw: object, key: str) -> list[str]:
    found = (text_of(mapping_of(item).get(key), 120) for item in list_of(raw)[:10])
    return [text for text in found if text]


def fetchable(url: str) -> bool:
    """True for https on the hosts WhatsApp serves media from."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    plain = parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc
    return plain and host.endswith(_HOSTS) and "\\" not in url


def file_name(given: str) -> str:
    """The last part of a path, without leading dots."""
    return re.split(r"[/\\]", given)[-1].replace("\n", " ").replace("\t", " ").lstrip(". ")


def _kind(
    type_: str, raw: Mapping[str, object]
) -> Literal["image", "video", "audio", "voice", "document", "sticker"]:
    if type_ == "audio":
        return "voice" if raw.get("voice") is True else "audio"
    if type_ == "image":
        return "image"
    if type_ == "video":
        return "video"
    return "sticker" if type_ == "sticker" else "document"


def _media_type(raw: object) -> str:
    value = text_of(raw, 200)
    return value if _MEDIA_TYPE.fullmatch(value) else ""


def _sha256(raw: object) -> str:
    """Hex of the base64 hash in a webhook; "" if it is neither base64 nor hex."""
    value = text_of(raw, 128)
    if _HEX_SHA256.fullmatch(value):
        return value
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return digest.hex() if len(digest) == 32 else ""


def _degrees(raw: object, limit: int) -> str:
    try:
        number = float(text_of(raw, 40))
    except ValueError:
        return ""
    return f"{number:.6f}".rstrip("0").rstrip(".") if -limit <= number <= limit else ""
