"""Delivery reports (RFC 3464), read receipts, complaints, and bounces without any form."""

import re
from typing import Literal

from forecourt.capture.inquiry import Context, Notice, Person, Reading
from forecourt.channels.adf.values import line
from forecourt.channels.cleaning import clean
from forecourt.channels.mail.classify import OUT_ID, token_of, verp_of
from forecourt.channels.mail.envelope_of import Mail, text_of
from forecourt.channels.mail.headers import when
from forecourt.channels.mail.text import full_text

MAX_RECIPIENTS = 50

_FIELD = re.compile(
    r"(?m)^([A-Za-z-]{2,40})[ \t]{0,9}:[ \t]{0,9}([^\n]{0,2000}(?:\n[ \t][^\n]{0,2000}){0,20})"
)
_DAEMON = re.compile(r"(?i)^(?:mailer-daemon|postmaster|mail-?delivery)")
_FAILED = re.compile(
    r"(?i)undeliver|delivery (?:status|failure|has failed)|failure notice"
    r"|returned (?:mail|to sender)"
    r"|unzustellbar|nicht zugestellt|nie (?:została|mogła) .{0,30}dostarcz"
    r"|niedostarcz|mail delivery"
)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")

Kind = Literal["bounce", "delayed", "status"]


def read_report(mail: Mail, context: Context) -> Reading | None:
    """The reading of a report; None if the mail is none."""
    if mail.report == "delivery-status" or any(
        part.media_type == "message/delivery-status" for part in mail.parts
    ):
        return _delivery(mail, context)
    if mail.report == "disposition-notification":
        return _receipt(mail, context)
    if mail.report == "feedback-report":
        return _complaint(mail, context)
    sender = mail.sender[1]
    if (_DAEMON.match(sender) or verp_of(mail)) and _FAILED.search(mail.subject):
        return _formless(mail, context)
    return None


def _delivery(mail: Mail, context: Context) -> Reading:
    about = _original_id(mail)
    if not _ours(mail, about):
        return Reading(warnings=("A report about a mail we did not send was left out.",))
    text = "\n\n".join(text_of(p) for p in mail.parts if p.media_type == "message/delivery-status")
    blocks = [_fields(block) for block in re.split(r"\n\s{0,9}\n", text[:100_000])]
    recipients = [b for b in blocks if "final-recipient" in b or "action" in b][:MAX_RECIPIENTS]
    if not recipients:
        return _formless(mail, context)
    notices = [
        _notice(mail, context, about, block, index) for index, block in enumerate(recipients)
    ]
    return Reading(notices=tuple(notices))


def _notice(mail: Mail, context: Context, about: str, block: dict[str, str], index: int) -> Notice:
    action = block.get("action", "failed").lower().split(" ")[0]
    status = block.get("status", "")[:20]
    address = block.get("final-recipient") or block.get("original-recipient") or ""
    address = line(address.rpartition(";")[2].strip("<> "), 254)
    kind: Kind = "bounce" if action == "failed" else "delayed" if action == "delayed" else "status"
    detail = {
        "address": address,
        "action": action,
        "code": status,
        "diagnostic": line(block.get("diagnostic-code", ""), 500),
        "retry_until": line(block.get("will-retry-until", ""), 60),
        "permanent": "yes" if kind == "bounce" and not status.startswith("4") else "",
        "bad_address": "yes" if re.match(r"5\.1\.|5\.2\.1$", status) else "",
        **_of_ours(mail, about),
    }
    states = {"bounce": "failed", "delayed": "", "status": "delivered"}
    return Notice(
        kind=kind,
        provider_id=f"{mail.message_id or mail.digest}#{index}",
        about=about,
        text=line(block.get("diagnostic-code", ""), 500),
        at=when(mail.raw("date"), context.timezone),
        person=Person(emails=(address,) if "@" in address else ()),
        status=states[kind],
        detail={key: value for key, value in detail.items() if value},
    )


def _formless(mail: Mail, context: Context) -> Reading:
    """A bounce in prose: the mail it is about stands somewhere in the text."""
    text = full_text(mail).text
    match = OUT_ID.search(text) or OUT_ID.search(" ".join([*mail.references, *mail.in_reply_to]))
    about = _original_id(mail) or (match.group() if match else "")
    if not _ours(mail, about):
        return Reading(warnings=("A report about a mail we did not send was left out.",))
    code = _STATUS.search(text)
    block = {"action": "failed", "status": code.group(1) if code else "", "final-recipient": ""}
    if block["status"].startswith("4"):
        block["action"] = "delayed"
    return Reading(notices=(_notice(mail, context, about, block, 0),))


def _receipt(mail: Mail, context: Context) -> Reading:
    fields = _fields(_report_text(mail, "message/disposition-notification"))
    about = line(fields.get("original-message-id", "").strip("<> "), 500) or _original_id(mail)
    shown = "displayed" in fields.get("disposition", "displayed").lower()
    notice = Notice(
        kind="status",
        provider_id=mail.message_id or mail.digest,
        about=about,
        at=when(mail.raw("date"), context.timezone),
        status="read" if shown else "",
        detail=_of_ours(mail, about),
    )
    return Reading(notices=(notice,)) if shown else Reading()


def _complaint(mail: Mail, context: Context) -> Reading:
    fields = _fields(_report_text(mail, "message/feedback-report"))
    about = _original_id(mail)
    address = line(fields.get("original-rcpt-to", "").strip("<> "), 254)
    notice = Notice(
        kind="opt_out",
        provider_id=mail.message_id or mail.digest,
        about=about,
        at=when(mail.raw("date"), context.timezone),
        person=Person(emails=(address,) if "@" in address else ()),
        detail={"reason": "complaint", **_of_ours(mail, about)},
    )
    return Reading(notices=(notice,))


def _report_text(mail: Mail, media_type: str) -> str:
    return "\n".join(clean(text_of(p), 20_000) for p in mail.parts if p.media_type == media_type)


def _fields(block: str) -> dict[str, str]:
    return {name.lower(): " ".join(value.split()) for name, value in _FIELD.findall(block)[:60]}


def _original_id(mail: Mail) -> str:
    for part in mail.parts:
        if part.media_type in ("text/rfc822-headers", "message/rfc822"):
            found = _fields(text_of(part)[:50_000]).get("message-id", "")
            if found:
                return line(found.strip("<> "), 500)
    return ""


def _ours(mail: Mail, about: str) -> bool:
    return bool(OUT_ID.fullmatch(about) or token_of(mail) or verp_of(mail))


def _of_ours(mail: Mail, about: str) -> dict[str, str]:
    """The outbox row and the token of the talk, from whichever place names them."""
    match = OUT_ID.fullmatch(about)
    outbox = match.group(1) if match else verp_of(mail)
    token = match.group(2) if match else token_of(mail)
    return {key: value for key, value in (("outbox", outbox), ("thread", token)) if value}
