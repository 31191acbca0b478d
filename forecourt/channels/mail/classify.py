"""What kind of mail it is. Questions about headers only; each is pure.

Machines are told by RFC 3834 (Auto-Submitted, an empty Return-Path), lists by RFC 2919 and 2369,
the verdict on a sender by RFC 8601; the rest by what programs write in practice.
"""

import re

from forecourt.capture.inquiry import Context
from forecourt.channels.mail.envelope_of import Mail

OUT_ID = re.compile(r"out-([\w-]{1,40})\.([A-Za-z0-9_-]{6,64})@([A-Za-z0-9.-]{1,255})")

_TOKEN = re.compile(r"^lead\+([A-Za-z0-9_-]{8,100})@", re.IGNORECASE)
_VERP = re.compile(r"^bounce\+([\w-]{1,40})@", re.IGNORECASE)
_ROBOT = re.compile(
    r"(?i)^(?:no-?_?\.?reply|do-?not-?reply|nicht-?antworten|keine-?antwort|nie-?odpowiadaj|noreply.{0,40}"
    r"|notifications?|powiadomieni[ae]|info-?mail|mailer|service|system|alerts?|leads?|anrufe?|calls?"
    r"|wordpress|webmaster|postmaster|mailer-daemon|robot|bot|kontaktformular|formular|website|web)$"
)
_NOREPLY = re.compile(
    r"(?i)no-?_?\.?reply|do-?not-?reply|nicht-?antworten|powiadomieni|notification|mailer-daemon|wordpress|nie-?odpowiadaj"
)
_AUTO_SUBJECT = re.compile(
    r"(?i)^\s{0,9}(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)"
    r"|automatische antwort|abwesenheit"
    r"|abwesenheitsnotiz|autoodpowied|odpowiedź automatyczna"
    r"|out of (?:the )?office|automatisch antwoord"
    r"|réponse automatique|autorespond)"
)
_DMARC_FAIL = re.compile(r"(?i)\bdmarc\s{0,9}=\s{0,9}(?:fail|permerror)\b")


def is_own_loop(mail: Mail, context: Context) -> bool:
    """True if this installation sent the mail itself."""
    match = OUT_ID.fullmatch(mail.message_id)
    domain = mail.message_id.rpartition("@")[2].lower()
    ours = not context.own_domains or _within(domain, context.own_domains)
    looped = mail.has("x-forecourt-loop") and bool(match or not mail.message_id or ours)
    return looped or bool(match and context.own_domains and ours)


def token_of(mail: Mail) -> str:
    """The token of ours in a recipient's address, e.g. of lead+8f3kq2m1@…"""
    matches = [m for address in mail.recipients if (m := _TOKEN.match(address))]
    return matches[0].group(1) if matches else ""


def verp_of(mail: Mail) -> str:
    matches = [m for address in mail.recipients if (m := _VERP.match(address))]
    return matches[0].group(1) if matches else ""


def candidates(mail: Mail) -> list[str]:
    """Ids of mails this one may answer, most likely first."""
    return list(dict.fromkeys([*mail.in_reply_to, *reversed(mail.references)]))


def is_verified(mail: Mail, context: Context) -> bool:
    """False if the topmost verdict, the one of our own mail server, says DMARC failed."""
    top = mail.raw("authentication-results")
    trusted = context.settings.get("authserv_id", "")
    if trusted and not top.lower().lstrip().startswith(trusted.lower()):
        return True
    return not _DMARC_FAIL.search(top[:5000])


def is_from_own(mail: Mail, context: Context) -> bool:
    sender = mail.sender[1].lower()
    return bool(sender) and sender in {address.lower() for address in context.own_addresses}


def is_auto_reply(mail: Mail) -> bool:
    """True for absence notes and other answers of a machine to a mail of ours."""
    answers = bool(mail.in_reply_to or mail.references or token_of(mail))
    if mail.raw("auto-submitted").lower().startswith("auto-replied"):
        return True
    if mail.has("x-autoreply") or mail.has("x-autorespond"):
        return mail.raw("x-autoreply").lower() != "no"
    if _AUTO_SUBJECT.match(mail.subject):
        return True
    if mail.has("x-auto-response-suppress") and mail.in_reply_to and is_machine(mail):
        return True
    return mail.raw("return-path").strip() == "<>" and answers


def is_machine(mail: Mail) -> bool:
    """True if a program sent the mail: it says so, or the address takes no answers."""
    submitted = mail.raw("auto-submitted").lower()
    marked = bool(submitted) and not submitted.startswith("no")
    return (
        marked
        or is_bulk(mail)
        or mail.raw("return-path").strip() == "<>"
        or is_robot(mail.sender[1])
    )


def is_robot(address: str) -> bool:
    local = address.partition("@")[0]
    return bool(_ROBOT.match(local[:80]) or _NOREPLY.search(local[:80]))


def takes_no_answer(address: str) -> bool:
    return bool(_NOREPLY.search(address.partition("@")[0][:80]))


def is_bulk(mail: Mail) -> bool:
    precedence = mail.raw("precedence").strip().lower()
    listed = mail.has("list-id") or mail.has("list-unsubscribe")
    return listed or precedence in ("bulk", "list", "junk")


def _within(domain: str, domains: tuple[str, ...]) -> bool:
    owned = [d.lower() for d in domains]
    return any(domain == d or domain.endswith("." + d) or d.endswith("." + domain) for d in owned)
