"""ADF bytes to inquiries: the bare XML, a form field holding it, or a whole mail around it."""

import re

from forecourt.capture.inquiry import Context, Inquiry, Notice, Reading, held
from forecourt.channels.adf.ladder import Document, decode, documents, holds_adf
from forecourt.channels.adf.prospect import read_prospect
from forecourt.channels.adf.tree import Unsafe
from forecourt.channels.mail.fields import fields_of, is_form

MAX_PROSPECTS = 50

_FIELDS = ("xml", "adf", "lead", "data", "body")
_FORM = re.compile(rb"^\s{0,20}(?:xml|adf|lead|data|body)=", re.IGNORECASE)
_MAIL = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{1,60}:[ \t][^\n]{0,2000}\r?\n")


def parse(body: bytes, context: Context) -> Reading:
    """Every prospect in the body. Held if it is unsafe, is no ADF, or says nothing."""
    try:
        return _parse(body, context)
    except Unsafe as error:
        return held("unsafe", f"The ADF document was not read because it {error}.")
    except Exception as error:  # no bytes may stop the door
        return held("unreadable", f"The ADF document could not be read ({type(error).__name__}).")


def _parse(body: bytes, context: Context) -> Reading:
    if _MAIL.match(body[:4096]) and b"adf" in body[:4_000_000].lower():
        return _parse_mail(body, context)
    text = _field(body, context) or decode(body, _charset(context.content_type))
    found = read_text(text, context)
    return found or held("not_a_lead", "This is not an ADF document.")


def _parse_mail(body: bytes, context: Context) -> Reading:
    from forecourt.channels.mail.parse import parse as parse_mail  # mail in turn reads ADF

    return parse_mail(body, context)


def read_text(text: str, context: Context, fallback_id: str = "") -> Reading | None:
    """What the ADF documents in a text say; None if there is none. Unsafe if one is."""
    if not holds_adf(text) and "<prospect" not in text.lower():
        return None
    if "&lt;" in text and ("<br" in text.lower() or "<html" in text.lower()):
        text = re.sub(
            r"<(?:/?(?:br|p|div|pre|span|html|body)\b)[^<>]{0,500}>", "\n", text, flags=re.I
        )
    found = documents(text)
    if not found:
        return None
    return read_documents(found, context, fallback_id)


def read_documents(found: tuple[Document, ...], context: Context, fallback_id: str) -> Reading:
    inquiries: list[Inquiry] = []
    notices: list[Notice] = []
    warnings: list[str] = []
    pairs = [(p, doc.repaired) for doc in found for p in doc.root.below("prospect")]
    if len(pairs) > MAX_PROSPECTS:
        warnings.append(f"{len(pairs)} prospects, {MAX_PROSPECTS} read")
    for index, (prospect, repaired) in enumerate(pairs[:MAX_PROSPECTS]):
        key = f"{fallback_id}#{index}" if fallback_id else ""
        item, said = read_prospect(prospect, context, repaired=repaired, fallback_id=key)
        warnings += said
        if isinstance(item, Inquiry):
            inquiries.append(item)
        elif item:
            notices.append(item)
    if not inquiries and not notices:
        return held("unreadable", "The ADF document holds no prospect with content.", *warnings)
    return Reading(tuple(inquiries), tuple(notices), warnings=tuple(warnings[:20]))


def _charset(content_type: str) -> str:
    match = re.search(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", content_type[:500], re.I)
    return match.group(1) if match else ""


def _field(body: bytes, context: Context) -> str:
    """The document in a form field, urlencoded or multipart; "" if the body is no form."""
    if not (is_form(body, context.content_type) or _FORM.match(body[:64])):
        return ""
    fields, files = fields_of(body, context.content_type)
    texts = [fields[name] for name in _FIELDS if name in fields]
    texts += [decode(file.data, file.charset) for file in files]
    return next((text for text in texts if holds_adf(text)), "")
