"""Reports of missed calls and voicemails that a portal or a telephone system sends by mail."""

import re
from datetime import datetime

from forecourt.capture.inquiry import Call, CallOutcome, Context, Inquiry, Person, Source
from forecourt.channels.adf.values import line, moment, whole
from forecourt.channels.cleaning import clean
from forecourt.channels.mail.attachments import attachments_of
from forecourt.channels.mail.classify import is_from_own, is_machine
from forecourt.channels.mail.envelope_of import Mail
from forecourt.channels.mail.headers import when
from forecourt.channels.mail.phones import digits, is_phone, phones_in
from forecourt.channels.mail.portals import Portal
from forecourt.channels.mail.portals.labelled import Labelled

_MISSED = re.compile(
    r"(?i)verpasste[rn]? anruf|entgangene[rn]? anruf|anruf in abwesenheit|missed call"
    r"|unanswered call"
    r"|nieodebran\w{1,4} (?:połączeni|telefon)|you missed a call|anruf verpasst|call missed"
)
_VOICEMAIL = re.compile(
    r"(?i)voice ?mail|voice message|sprachnachricht|mailbox-nachricht"
    r"|anrufbeantworter|poczt\w{1,3} głosow"
    r"|nagranie na poczcie|nachricht auf der mailbox|wiadomość głosow"
)
_ANSWERED = re.compile(r"(?i)answered call|angenommener anruf|odebrane połączenie|call answered")
_HIDDEN = re.compile(
    r"(?i)anonym|unterdrückt|unbekannt|withheld|unknown|private|zastrzeżon|nieznan|restricted"
)
_MINUTES = re.compile(r"(?<!\d)(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?!\d)")


def read_call(
    mail: Mail, portal: Portal | None, found: Labelled, text: str, context: Context
) -> Inquiry | None:
    """The call a machine reports, or None if the mail is no such report."""
    outcome = _outcome(mail.subject, text)
    if outcome is None or not (is_machine(mail) or portal or found.any("caller", "dialled")):
        return None
    caller = found.get("caller") or found.get("phone") or _from_name(found)
    hidden = bool(_HIDDEN.search(caller[:100]))
    numbers: tuple[str, ...] = (line(caller, 60),) if is_phone(caller) and not hidden else ()
    if not numbers and not hidden:
        searched = f"{caller}\n{mail.subject}\n{text}"
        numbers = phones_in(searched, context.region, [*context.own_numbers, found.get("dialled")])
    if not numbers and not hidden and not found.any("caller", "dialled"):
        return None
    dialled = found.get("dialled")
    return Inquiry(
        kind="call",
        source=Source("calls", portal.name if portal else provider_name(mail, context)),
        provider_id=mail.message_id or mail.digest,
        person=Person(name=_name(found), phones=numbers[:1]),
        message=_transcript(found),
        acted_at=_at(found, mail, context),
        attachments=attachments_of(mail),
        call=Call(
            outcome,
            dialled=line(dialled, 60) if is_phone(dialled) else "",
            duration_s=duration(found.get("duration")),
            recording=next((a.name for a in attachments_of(mail) if a.kind == "audio"), ""),
        ),
        subject=mail.subject,
        receiver=line(dialled, 60) if is_phone(dialled) else "",
    )


def _outcome(subject: str, text: str) -> CallOutcome | None:
    for words in (subject, text[:400]):
        if _VOICEMAIL.search(words):
            return "voicemail"
        if _MISSED.search(words):
            return "missed"
    return "answered" if _ANSWERED.search(subject) else None


def duration(text: str) -> int | None:
    """Seconds in "0 Sekunden", "1:05", "00:01:05", "2 min"."""
    clock = _MINUTES.search(text[:80])
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 3600 + minutes * 60 + seconds
    value = whole(text, 100_000)
    if value is None:
        return None
    return value * 60 if re.search(r"(?i)\bmin", text[:80]) else value


def provider_name(mail: Mail, context: Context) -> str:
    """Who reports: the sender's name without what it says about calls, else its domain.

    "" for the lot's own people and its own website.
    """
    if is_from_own(mail, context):
        return ""
    name = re.sub(
        r"(?i)\b(?:anrufe?|calls?|połączenia|noreply|no-reply|info|service)\b", "", mail.sender[0]
    )
    return line(name.strip(" -|·"), 80) or mail.sender[1].rpartition("@")[2][:80]


def _from_name(found: Labelled) -> str:
    name = found.get("name")
    return name if len(digits(name)) >= 6 or _HIDDEN.search(name[:60]) else ""


def _name(found: Labelled) -> str:
    name = found.get("name")
    return "" if len(digits(name)) >= 6 or _HIDDEN.search(name[:60]) else line(name, 120)


def _at(found: Labelled, mail: Mail, context: Context) -> datetime | None:
    return moment(found.get("time"), context.timezone) or when(mail.raw("date"), context.timezone)


def _transcript(found: Labelled) -> str:
    return clean(found.get("message"), 8000)
