"""A mail, or a provider's report of one, to a reading.

The first kind that fits: a mail of our own, a report about one (RFC 3464), ADF, a known shape, and
what the headers say.
"""

from forecourt.capture.inquiry import Context, Inquiry, Notice, Person, Reading, held
from forecourt.channels.adf.ladder import decode, holds_adf
from forecourt.channels.adf.parse import read_text
from forecourt.channels.adf.tree import Unsafe
from forecourt.channels.mail import classify
from forecourt.channels.mail.bounces import read_report
from forecourt.channels.mail.calls import read_call
from forecourt.channels.mail.envelope_of import Mail, Part, mail_of
from forecourt.channels.mail.general import facts_of_mail, read_forwarded, read_person
from forecourt.channels.mail.headers import when
from forecourt.channels.mail.portals import Portal, common_labels, portal_for, portals_with
from forecourt.channels.mail.portals.labelled import Labelled, read_labels
from forecourt.channels.mail.portals.reader import has_shape, read_portal
from forecourt.channels.mail.quoting import is_forward, visible
from forecourt.channels.mail.text import Text, full_text, html_to_text, texts_of
from forecourt.channels.mail.webhooks import read_webhook


def parse(body: bytes, context: Context) -> Reading:
    """Whatever the bytes are: an inquiry, notices about a talk, or held for a person."""
    try:
        found = read_webhook(body, context)
        if isinstance(found, Reading):
            return found
        return read_mail(found or mail_of(body), context)
    except Unsafe as error:
        return held("unsafe", f"The ADF document in this mail was not read because it {error}.")
    except Exception as error:  # no bytes may stop the door
        return held("unreadable", f"The mail could not be read ({type(error).__name__}).")


def read_mail(mail: Mail, context: Context) -> Reading:
    """One mail, classified: the first kind that fits."""
    if classify.is_own_loop(mail, context):
        return Reading(warnings=("A mail of our own came back and was left out.",))
    reading = read_report(mail, context) or _adf(mail, context)
    if reading is None:
        text = full_text(mail)
        reading = _lead_by_shape(mail, text, context) or _by_headers(mail, text, context)
    return _with_warnings(reading, mail.warnings)


def _adf(mail: Mail, context: Context) -> Reading | None:
    """The ADF in an attachment, else in the text. None if there is none."""
    plain, html = texts_of(mail)
    shown = html_to_text(html).text if html and not holds_adf(plain) else ""
    files = [
        decode(part.data[:4_000_000], part.charset) for part in mail.parts if _may_be_adf(part)
    ]
    bodies = [(plain, False), (shown, True)]
    attached = [(text, False) for text in files if text.strip() != plain.strip()]
    for text, escaped in [*(pair for pair in attached if _is_xml(pair[0])), *bodies, *attached]:
        found = read_text(text, context, fallback_id=mail.message_id or mail.digest)
        if found and found.state == "read":
            return _from_mail(found, mail, context, repaired=escaped)
    return None


def _may_be_adf(part: Part) -> bool:
    named = part.name.lower().endswith((".adf", ".xml")) or part.media_type.endswith("xml")
    return (named and part.media_type != "application/xhtml+xml") or b"adf" in part.data.lower()


def _is_xml(text: str) -> bool:
    return "<adf" in text.lower() and "<html" not in text[:2000].lower()


def _from_mail(found: Reading, mail: Mail, context: Context, *, repaired: bool) -> Reading:
    more = facts_of_mail(mail, context)
    inquiries = []
    for inquiry in found.inquiries:
        fields = {name: getattr(inquiry, name) for name in inquiry.__slots__}
        fields["acted_at"] = inquiry.acted_at or when(mail.raw("date"), context.timezone)
        fields["verified"] = more["verified"]
        fields["subject"] = mail.subject
        fields["check_fields"] = inquiry.check_fields or repaired
        inquiries.append(Inquiry(**fields))
    return Reading(tuple(inquiries), found.notices, warnings=found.warnings)


def _lead_by_shape(mail: Mail, text: Text, context: Context) -> Reading | None:
    """A portal's, a web form's or a telephone system's report."""
    portal = portal_for(mail.sender[1], portals_with(context.settings))
    found = _labels(text.text, portal)
    own = classify.is_from_own(mail, context)
    if not own:
        call = read_call(mail, portal, found, text.text, context)
        if call:
            return Reading((call,))
    forwarded = is_forward(mail.subject, text.text)
    machine = classify.is_machine(mail) or _answers_elsewhere(mail)
    answer = bool(mail.in_reply_to or classify.token_of(mail)) and not portal
    if has_shape(found) and not answer and (portal or machine or own or forwarded):
        inquiry = read_portal(mail, portal, found, text, context)
        return Reading((_checked(inquiry, mail, context, look=forwarded),))
    if portal and _is_inquiry(portal, mail):
        inquiry = read_portal(mail, portal, found, text, context)
        warning = f"The layout of {portal.name} gave no phone or e-mail: read the mail."
        look = not (inquiry.person.phones or inquiry.person.emails)
        return Reading((_checked(inquiry, mail, context, look=True),), warnings=(warning,) * look)
    return None


def _labels(text: str, portal: Portal | None) -> Labelled:
    labels = {**common_labels(), **(portal.labels if portal else {})}
    return read_labels(text, labels)


def _answers_elsewhere(mail: Mail) -> bool:
    """Reply-To names somebody at another domain than From: a form passes a mail on."""
    sender = mail.sender[1].rpartition("@")[2].lower()
    return any(a.rpartition("@")[2].lower() != sender for _, a in mail.answers_go_to)


def _is_inquiry(portal: Portal, mail: Mail) -> bool:
    subject = mail.subject.casefold()
    if classify.is_auto_reply(mail):
        return False
    return any(word in subject for word in portal.subjects)


def _checked(inquiry: Inquiry, mail: Mail, context: Context, *, look: bool) -> Inquiry:
    fields = {name: getattr(inquiry, name) for name in inquiry.__slots__}
    fields |= facts_of_mail(mail, context)
    fields["extra"] = {**fields["extra"], **inquiry.extra}
    fields["check_fields"] = inquiry.check_fields or look
    return Inquiry(**fields)


def _by_headers(mail: Mail, text: Text, context: Context) -> Reading:
    own = classify.is_from_own(mail, context) and classify.is_verified(mail, context)
    if own and is_forward(mail.subject, text.text) and not _outside(mail, context):
        return read_forwarded(mail, text, context)
    if own:
        return Reading(notices=(_notice("echo", mail, context),))
    if classify.is_auto_reply(mail):
        return Reading(notices=(_notice("auto_reply", mail, context),))
    if classify.is_bulk(mail):
        return held("not_a_lead", "A newsletter or a mailing list.")
    return read_person(mail, text, context)


def _notice(kind: str, mail: Mail, context: Context) -> Notice:
    name, address = mail.sender
    candidates = classify.candidates(mail)
    token = classify.token_of(mail)
    who = Person(name, emails=(address,) if address else ())
    if kind == "echo":
        who = Person(emails=tuple(_outside(mail, context))[:5])
    detail = {"thread": token, "subject": mail.subject, "sender": address,
              "references": " ".join(mail.references)}  # fmt: skip
    return Notice(
        kind="echo" if kind == "echo" else "auto_reply",
        provider_id=mail.message_id or mail.digest,
        about=candidates[0] if candidates else "",
        text=visible(full_text(mail).text)[:20_000],
        at=when(mail.raw("date"), context.timezone),
        person=who,
        receiver=next((a for a in mail.recipients if a.lower().startswith("lead+")), ""),
        detail={key: value for key, value in detail.items() if value},
    )


def _outside(mail: Mail, context: Context) -> list[str]:
    """Recipients who are neither the lot's people nor one of its mailboxes."""
    own = {address.lower() for address in context.own_addresses}
    kept = (a for a in mail.recipients if not a.lower().startswith("lead+"))
    return [a for a in kept if a.lower() not in own]


def _with_warnings(reading: Reading, warnings: list[str]) -> Reading:
    if not warnings:
        return reading
    both = (*reading.warnings, *warnings)[:20]
    return Reading(
        reading.inquiries, reading.notices, reading.state, reading.held, reading.reason, both
    )
