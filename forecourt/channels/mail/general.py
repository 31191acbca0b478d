"""A mail a person wrote: who, what, which car, and where it belongs."""

import re
from typing import Any

from forecourt.capture.inquiry import Context, Identity, Inquiry, Person, Reading, Source, held
from forecourt.channels.adf.values import line
from forecourt.channels.cleaning import clean
from forecourt.channels.mail import classify
from forecourt.channels.mail.attachments import attachments_of
from forecourt.channels.mail.envelope_of import Mail
from forecourt.channels.mail.facts import trade_in_of, vehicle_in
from forecourt.channels.mail.headers import addresses, when
from forecourt.channels.mail.phones import phones_in
from forecourt.channels.mail.portals.reader import is_relay
from forecourt.channels.mail.quoting import cut_quote, visible
from forecourt.channels.mail.text import Text, html_to_text, texts_of

MAX_MESSAGE = 50_000

_SIGN_OFF = re.compile(
    r"(?im)^[ \t]{0,9}(?:mit (?:freundlichen|besten|lieben) gr(?:ü|ue)(?:ß|ss)en|mfg"
    r"|(?:viele|liebe|beste|freundliche|schöne) gr(?:ü|ue)(?:ß|ss)e|gru(?:ß|ss)"
    r"|pozdrawiam(?: serdecznie)?"
    r"|z poważaniem|pozdrowienia"
    r"|(?:kind|best|many|warm)? ?regards|best wishes|many thanks|thanks|cheers"
    r"|yours (?:sincerely|faithfully))[,.! ]{0,3}\n{1,3}[ \t]{0,9}([^\W\d_][^\n\d@:]{1,60})$"
)
_FORWARDED_FROM = re.compile(
    r"(?im)^[ \t>*]{0,9}(?:From|Von|Od|Van)\s?:\*?[ \t]{0,9}([^\n]{2,300})$"
)
_INNER_HEAD = re.compile(
    r"(?im)^[ \t>*]{0,9}(?:Sent|Gesendet|Wysłano|Date|Datum|Data|To|An|Do|Aan|Cc|Kopie|DW|Subject"
    r"|Betreff|Temat|Onderwerp|Reply-To)\s?:[^\n]{0,500}\n?"
)


def read_person(mail: Mail, text: Text, context: Context) -> Reading:
    """The inquiry in a mail of a person. Held if there is neither text, file nor sender."""
    files = attachments_of(mail)
    message = message_of(mail, text)
    own_words = cut_quote(text.text) or text.text
    if not message and not files and not mail.subject:
        return held("unreadable", "This mail holds no text, no file and no subject.")
    if not mail.headers and not _is_writing(message):
        return held("unreadable", "These bytes are not a mail.")
    inquiry = Inquiry(
        kind="mail",
        source=Source("mail"),
        provider_id=mail.message_id or mail.digest,
        person=_person(mail, own_words, context),
        message=message,
        vehicle=vehicle_in(message, mail.subject, [address for address, _ in text.links]),
        trade_ins=trade_in_of(message),
        acted_at=when(mail.raw("date"), context.timezone),
        attachments=files,
        subject=mail.subject,
    )
    fields = {name: getattr(inquiry, name) for name in inquiry.__slots__}
    fields |= facts_of_mail(mail, context)
    if len(text.text) > len(message) + 5:
        fields["extra"] = {**fields["extra"], "full_text": clean(text.text, MAX_MESSAGE)}
    return Reading((Inquiry(**fields),))


def read_forwarded(mail: Mail, text: Text, context: Context) -> Reading:
    """A mail that somebody of the lot passed on: its writer is the one in the quoted head."""
    head = _FORWARDED_FROM.search(text.text)
    writers = addresses(head.group(1)) if head else []
    name, address = writers[0] if writers else (line(head.group(1), 120) if head else "", "")
    inner = text.text[head.end() :] if head else text.text
    words = _INNER_HEAD.sub("", inner.replace("\n> ", "\n")).strip() or text.text
    reading = read_person(mail, Text(words, text.links), context)
    own = {a.lower() for a in context.own_addresses}
    who = Person(
        name=name,
        phones=phones_in(cut_quote(words) or words, context.region, context.own_numbers),
        emails=(address,) if address and address.lower() not in own else (),
    )
    changed = []
    for inquiry in reading.inquiries:
        fields = {n: getattr(inquiry, n) for n in inquiry.__slots__}
        fields |= {"person": who, "message": clean(visible(words), MAX_MESSAGE)}
        fields |= {"check_fields": True, "extra": {**inquiry.extra, "forwarded_by": mail.sender[1]}}
        changed.append(Inquiry(**fields))
    return Reading(tuple(changed), state=reading.state, held=reading.held, reason=reading.reason)


def facts_of_mail(mail: Mail, context: Context) -> dict[str, Any]:
    """What every inquiry by mail says about where it belongs and whether to trust it."""
    candidates = classify.candidates(mail)
    references = " ".join(mail.references)
    sent = [a for a in mail.recipients if a.lower().startswith("lead+")] or mail.recipients
    return {
        "attachments": attachments_of(mail),
        "other_ids": tuple(mail.other_ids),
        "reply_to": candidates[0] if candidates else "",
        "thread": classify.token_of(mail),
        "receiver": sent[0] if sent else "",
        "verified": classify.is_verified(mail, context),
        "extra": {"references": references} if references else {},
    }


def message_of(mail: Mail, text: Text) -> str:
    """The new words, without quote and signature."""
    plain, html = texts_of(mail)
    words = text.text
    if html and not plain.strip():
        words = html_to_text(html, cut_quotes=True).text or words
    rows = visible(words).replace("\t", " ").split("\n")
    return clean("\n".join(row.rstrip() for row in rows), MAX_MESSAGE)


def _person(mail: Mail, words: str, context: Context) -> Person:
    name, address = mail.sender
    listed = [address] if address and not classify.takes_no_answer(address) else []
    listed += [a for _, a in mail.answers_go_to if not classify.takes_no_answer(a)]
    own = {a.lower() for a in context.own_addresses}
    listed = list(dict.fromkeys(a for a in listed if a.lower() not in own))
    if not name or "@" in name:
        name = next((n for n, _ in mail.answers_go_to if n and "@" not in n), "") or _signed(words)
    return Person(
        name=line(name, 120),
        phones=phones_in(words, context.region, context.own_numbers),
        emails=tuple(a for a in listed if not is_relay(a, None)),
        identities=tuple(Identity("relay", a.lower()) for a in listed if is_relay(a, None)),
    )


def _signed(words: str) -> str:
    match = _SIGN_OFF.search(words[-3000:])
    return line(match.group(1).strip(" ,"), 80) if match else ""


def _is_writing(text: str) -> bool:
    letters = sum(character.isalpha() or character.isspace() for character in text[:2000])
    return len(text) >= 3 and letters * 3 > len(text[:2000]) * 2 and "\ufffd" not in text[:2000]
