"""Mails that Mailgun, Postmark and Amazon SES post, and portal APIs, told by their shape."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from email.utils import formataddr
from urllib.parse import urlsplit

from forecourt.capture.inquiry import Context, Notice, Person, Reading, held
from forecourt.channels.adf.values import line, moment
from forecourt.channels.cleaning import safe_json
from forecourt.channels.mail.envelope_of import Mail, Part, headers_of, mail_of
from forecourt.channels.mail.fields import fields_of, is_form, media_type
from forecourt.channels.mail.portal_apis import items, read_portal_api, table, word

CERT_HOST = re.compile(r"sns\.[a-z0-9-]{1,40}\.amazonaws\.com(?:\.cn)?")

_JSON = ("application/json", "text/json", "application/problem+json")


def read_webhook(body: bytes, context: Context) -> Mail | Reading | None:
    """The mail a provider posted, or what else it says. None if the body is a bare mail."""
    kind = media_type(context.content_type)
    if kind in _JSON or (kind in ("", "text/plain") and body.lstrip()[:1] in (b"{", b"[")):
        return _json(body, context)
    if is_form(body, context.content_type):
        fields, files = fields_of(body, context.content_type)
        return _mailgun(body, fields, files)
    return None


def sns_is_genuine(data: Mapping[str, object]) -> bool:
    """True if the certificate is offered by Amazon itself, over https."""
    try:
        parts = urlsplit(word(data, "SigningCertURL") or word(data, "SigningCertUrl"))
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and port in (None, 443) and bool(CERT_HOST.fullmatch(host))


def _json(body: bytes, context: Context) -> Mail | Reading:
    try:
        data = safe_json(body)
    except ValueError as error:
        return held("unreadable", f"The JSON could not be read ({error}).")
    if isinstance(data, dict):
        if "TopicArn" in data and "Type" in data:
            return _sns(data)
        if "RecordType" in data:
            return _postmark_record(data, context)
        if "MessageID" in data and ("FromFull" in data or "RawEmail" in data or "From" in data):
            return _postmark(data, body)
    found = read_portal_api(data, context)
    return found or held("unreadable", "This JSON has no form that is known here.")


def _mailgun(body: bytes, fields: Mapping[str, str], files: list[Part]) -> Mail | Reading:
    if fields.get("body-mime"):
        mail = mail_of(fields["body-mime"].encode("utf-8", "surrogateescape"))
        mail.recipients_more = [line(fields.get("recipient", ""), 254)]
        return mail
    if not ({"from", "sender", "recipient"} & fields.keys()):
        return held("unreadable", "This form is not that of a mail provider.")
    try:
        listed = safe_json(fields.get("message-headers", "[]").encode("utf-8", "replace"))
    except ValueError:
        listed = []
    rows = listed if isinstance(listed, list) else []
    pairs = [(str(r[0]), str(r[1])) for r in rows if isinstance(r, list) and len(r) == 2]
    headers = headers_of(pairs)
    for name in ("from", "subject", "date"):
        if fields.get(name) and name not in headers:
            headers[name] = [fields[name]]
    return _assembled(
        body, headers, fields.get("body-plain", ""), fields.get("body-html", ""), files,
        [line(fields.get("recipient", ""), 254)],
    )  # fmt: skip


def _postmark(data: Mapping[str, object], body: bytes) -> Mail:
    key = f"postmark:{line(word(data, 'MessageID'), 100)}"
    if word(data, "RawEmail"):
        mail = mail_of(word(data, "RawEmail").encode("utf-8", "surrogateescape"))
        mail.other_ids = [key]
        return mail
    headers = headers_of((word(h, "Name"), word(h, "Value")) for h in items(data, "Headers"))
    sender = table(data, "FromFull")
    name, address = word(sender, "Name"), word(sender, "Email") or word(data, "From")
    headers["from"] = [formataddr((line(name, 200), line(address, 254)))]
    for field, header in (("ReplyTo", "reply-to"), ("Subject", "subject"), ("Date", "date")):
        if word(data, field):
            headers.setdefault(header, [word(data, field)])
    receivers = [word(r, "Email") for name in ("ToFull", "CcFull") for r in items(data, name)]
    files = [_postmark_file(item) for item in items(data, "Attachments")]
    mail = _assembled(
        body, headers, word(data, "TextBody"), word(data, "HtmlBody"), files,
        [line(r, 254) for r in [word(data, "OriginalRecipient"), *receivers] if r],
    )  # fmt: skip
    mail.other_ids = [key]
    return mail


def _postmark_file(item: Mapping[str, object]) -> Part:
    try:
        data = base64.b64decode(word(item, "Content"))
    except (binascii.Error, ValueError):
        data = b""
    media = word(item, "ContentType").split(";")[0].strip().lower()
    return Part(media, data, word(item, "Name"), "attachment", word(item, "ContentID"))


def _postmark_record(data: Mapping[str, object], context: Context) -> Reading:
    kind, ways = word(data, "RecordType"), table(data, "Metadata")
    about, address = line(word(data, "MessageID"), 200), line(word(data, "Email"), 254)
    if kind not in ("Bounce", "SpamComplaint"):
        return held("not_a_lead", f"Postmark reports {line(kind, 40)}.")
    type_ = line(word(data, "Type"), 40)
    soft = type_ in ("SoftBounce", "Transient", "DnsError")
    detail = {
        "outbox": line(word(ways, "outbox"), 60),
        "address": address,
        "type": type_,
        "diagnostic": line(word(data, "Details"), 500),
        "permanent": "" if soft else "yes",
        "bad_address": "yes" if type_ in ("HardBounce", "BadEmailAddress") else "",
    }
    complaint = kind == "SpamComplaint" or type_ == "SpamComplaint"
    notice = Notice(
        kind="opt_out" if complaint else "delayed" if soft else "bounce",
        provider_id=f"postmark:{kind}:{word(data, 'ID')}",
        about=about,
        text=line(word(data, "Details") or word(data, "Description"), 500),
        at=moment(word(data, "BouncedAt"), context.timezone),
        person=Person(emails=(address,) if address else ()),
        receiver=line(word(data, "From"), 254),
        status="" if soft or complaint else "failed",
        detail={name: value for name, value in detail.items() if value},
    )
    return Reading(notices=(notice,))


def _sns(data: Mapping[str, object]) -> Mail | Reading:
    if not sns_is_genuine(data):
        return held("unsafe", "This claims to come from Amazon but names another server.")
    if word(data, "Type") != "Notification":
        return held("not_a_lead", "Amazon SNS asks to confirm the subscription of this address.")
    try:
        inner = safe_json(word(data, "Message").encode("utf-8", "replace"))
    except ValueError:
        return held("unreadable", "The message inside the Amazon notification is not JSON.")
    if not isinstance(inner, dict):
        return held("unreadable", "The message inside the Amazon notification is not JSON.")
    content = word(inner, "content")
    action = table(table(inner, "receipt"), "action")
    if not content:
        place = line(f"{word(action, 'bucketName')}/{word(action, 'objectKey')}", 300)
        return held("unreadable", f"Amazon SES keeps the mail itself at {place}: fetch it there.")
    mail = mail_of(_mime(content, word(action, "encoding")))
    mail.recipients_more = [str(r)[:254] for r in _strings(table(inner, "receipt"), "recipients")]
    if word(table(table(inner, "receipt"), "dmarcVerdict"), "status") == "FAIL":
        mail.headers["authentication-results"] = ["amazonses.com; dmarc=fail"]
    return mail


def _mime(content: str, encoding: str) -> bytes:
    raw = content.encode("utf-8", "surrogateescape")
    if encoding.upper() != "BASE64" and b":" in raw[:200]:
        return raw
    try:
        return base64.b64decode(raw)
    except (binascii.Error, ValueError):
        return raw


def _strings(data: Mapping[str, object], name: str) -> list[object]:
    value = data.get(name)
    return value[:50] if isinstance(value, list) else []


def _assembled(
    body: bytes,
    headers: dict[str, list[str]],
    text: str,
    html: str,
    files: list[Part],
    recipients: list[str],
) -> Mail:
    texts = (("text/plain", text), ("text/html", html))
    parts = [Part(kind, t.encode("utf-8", "replace"), charset="utf-8") for kind, t in texts if t]
    found = [address for address in recipients if "@" in address]
    return Mail(headers, [*parts, *files[:200]], hashlib.sha256(body).hexdigest(), "", found)
