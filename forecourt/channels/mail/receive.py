"""The door for mail: bare messages, providers' webhooks and portal APIs.

The unguessable key in the address is the proof; where a provider's secret is set, nothing is
taken without that provider's own proof.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal

from forecourt.capture.envelope import Answer, Envelope
from forecourt.channels.cleaning import safe_json
from forecourt.channels.mail.fields import fields_of, is_form, media_type
from forecourt.channels.mail.portal_apis import word
from forecourt.channels.mail.webhooks import sns_is_genuine
from forecourt.channels.signing import hex_hmac, same

PROOF = "key"
SECRETS = (
    "mailgun_signing_key",
    "postmark_basic_auth",  # user:password in the address given to Postmark
    "sns_topic_arn",
    "autotrader_webhook_secret",
    "dubizzle_secret",
)
OPTIONAL_SECRETS = ("imap_password",)
SETTINGS = (
    "provider",  # where leads come from that do not say so themselves
    "imap_host",
    "imap_port",
    "imap_security",  # tls or starttls
    "imap_user",
    "imap_folders",  # with commas between
)
MAX_BYTES = 40 * 1024 * 1024
MAX_AGE = timedelta(hours=12)
MAX_AHEAD = timedelta(minutes=5)
MAX_HEAD = 256 * 1024

Provider = Literal["", "mailgun", "postmark", "sns", "autotrader", "dubizzle"]

_MESSAGE_ID = re.compile(
    rb"(?im)^message-id[ \t]{0,9}:[ \t]{0,9}(?:\r?\n[ \t]{1,9})?<?([^\s<>]{1,900})"
)
_BLANK = re.compile(rb"\r?\n\r?\n")
_SIGNED = re.compile(r"t=(\d{1,20}),v1=([0-9a-f]{64})")


def prove(envelope: Envelope, secrets: Mapping[str, str]) -> bool:
    """True if the delivery may be taken; with a provider's secret set, only with its proof."""
    provider = _provider(envelope)
    if provider == "sns" and not sns_is_genuine(_json(envelope)):
        return False
    if not any(secrets.get(name) for name in SECRETS):
        return True
    if provider == "mailgun":
        return _mailgun(envelope, secrets.get("mailgun_signing_key", ""))
    if provider == "sns":
        topic = secrets.get("sns_topic_arn", "")
        return bool(topic) and same(word(_json(envelope), "TopicArn"), topic)
    if provider == "autotrader":
        return _autotrader(envelope, secrets.get("autotrader_webhook_secret", ""))
    if provider == "dubizzle":
        return _dubizzle(envelope, secrets.get("dubizzle_secret", ""))
    if provider == "postmark":
        return _postmark(envelope, secrets.get("postmark_basic_auth", ""))
    return False


def refusal(envelope: Envelope) -> Answer | None:
    """The word with which the provider stops trying; None for the usual one."""
    answers = {"mailgun": Answer(406), "autotrader": Answer(403), "postmark": Answer(403)}
    return answers.get(_provider(envelope))


def dedupe(envelope: Envelope) -> str:
    """Mailgun's token, else the Message-ID of a bare mail, else the bytes themselves."""
    if is_form(envelope.body, envelope.header("content-type")):
        token = fields_of(envelope.body, envelope.header("content-type"))[0].get("token", "")
        if token:
            return "mailgun:" + hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    elif not _is_json(envelope):
        blank = _BLANK.search(envelope.body, 0, MAX_HEAD)
        found = _MESSAGE_ID.search(envelope.body, 0, blank.start() if blank else MAX_HEAD)
        if found:
            return "id:" + hashlib.sha256(found.group(1)).hexdigest()
    return hashlib.sha256(envelope.body).hexdigest()


def answer(envelope: Envelope, secrets: Mapping[str, str]) -> Answer:
    return Answer()


def _provider(envelope: Envelope) -> Provider:
    if envelope.header("autotrader-signature"):
        return "autotrader"
    if envelope.header("x-bayut-signature"):
        return "dubizzle"
    if is_form(envelope.body, envelope.header("content-type")):
        return "mailgun"
    if not _is_json(envelope):
        return ""
    data = _json(envelope)
    if "TopicArn" in data:
        return "sns"
    if "MessageID" in data or "RecordType" in data:
        return "postmark"
    if word(data, "type") == "DEAL_UPDATE":
        return "autotrader"
    return "dubizzle" if "enquirer" in data else ""


def _is_json(envelope: Envelope) -> bool:
    kind = media_type(envelope.header("content-type"))
    starts = envelope.body[:100].lstrip()[:1] in (b"{", b"[")
    return kind.endswith("json") or (kind in ("", "text/plain") and starts)


def _json(envelope: Envelope) -> Mapping[str, object]:
    try:
        data = safe_json(envelope.body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _mailgun(envelope: Envelope, key: str) -> bool:
    fields, _ = fields_of(envelope.body, envelope.header("content-type"))
    stamp, token = fields.get("timestamp", ""), fields.get("token", "")
    if not (key and token and stamp.isascii() and stamp.isdigit() and len(stamp) <= 11):
        return False
    if not same(fields.get("signature", ""), hex_hmac(key, f"{stamp}{token}".encode())):
        return False
    sent = datetime.fromtimestamp(int(stamp), UTC)
    return -MAX_AHEAD <= envelope.received_at - sent <= MAX_AGE


def _autotrader(envelope: Envelope, secret: str) -> bool:
    match = _SIGNED.fullmatch(envelope.header("autotrader-signature").strip())
    if not match or not secret:
        return False
    return same(match.group(2), hex_hmac(secret, match.group(1).encode() + b"." + envelope.body))


def _dubizzle(envelope: Envelope, secret: str) -> bool:
    wanted = hashlib.md5(secret.encode() + envelope.body, usedforsecurity=False).hexdigest()
    return bool(secret) and same(envelope.header("x-bayut-signature").strip().lower(), wanted)


def _postmark(envelope: Envelope, secret: str) -> bool:
    wanted = "Basic " + base64.b64encode(secret.encode()).decode()
    return bool(secret) and same(envelope.header("authorization").strip(), wanted)
