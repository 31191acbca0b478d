"""The new words of a mail: the quoted earlier mail and the signature cut off.

If nothing is left, the whole text is shown: answers may stand inside the quote.
"""

import re

from mailparser_reply import EmailReplyParser

_LIBRARY_LIMIT = 8_000
_LIBRARY_LINE = 400
_LANGUAGES = ["de", "en", "pl", "nl", "fr", "it", "es"]

_ATTRIBUTION = re.compile(
    r"(?im)^[ \t>]{0,9}(?:"
    r"On\b[^\n]{3,200}(?:\n[^\n]{0,200})?\bwrote\s?:?"
    r"|Am\b[^\n]{2,200}(?:\n[^\n]{0,200})?\bschrieb\b[^\n]{0,200}"
    r"|W dniu\b[^\n]{3,200}(?:\n[^\n]{0,200})?\b(?:pisze|napisał\(?a?\)?|napisała)\b[^\n]{0,100}"
    r"|Dnia\b[^\n]{3,200}(?:\n[^\n]{0,200})?\bnapisał(?:\(a\)|a)?[^\n]{0,100}"
    r"|(?:pon|wt|śr|czw|pt|sob|niedz)\.,? \d[^\n]{3,160}(?:\n[^\n]{0,200})?\bnapisał[^\n]{0,60}"
    r"|Op\b[^\n]{3,200}(?:\n[^\n]{0,200})?\bschreef\b[^\n]{0,200}"
    r"|(?:Den|Il giorno|Le|El)\b[^\n]{6,200}(?:\n[^\n]{0,200})?"
    r"(?:skrev|ha scritto|a écrit|escribió)\b[^\n]{0,60}"
    r")[ \t]*$"
)
_SEPARATOR = re.compile(
    r"(?im)^[ \t>]{0,9}(?:-{3,20} ?(?:Original Message|Ursprüngliche Nachricht|Originalnachricht"
    r"|Oryginalna wiadomość|Wiadomość oryginalna|Oorspronkelijk bericht|Forwarded message"
    r"|Weitergeleitete Nachricht|Wiadomość przekazana|Przekazana wiadomość)[^\n]{0,40}"
    r"|_{20,80})[ \t]*$"
)
_FORWARD = re.compile(
    r"(?im)^[ \t>]{0,9}-{3,20} ?(?:Forwarded|Weitergeleitete|Wiadomość przek|Przekazana)"
)
_HEADER_LINE = re.compile(
    r"(?i)^[ \t>*]{0,9}(?:From|Von|Od|Van|Sent|Gesendet|Wysłano|Data|Date|Datum|Verzonden|To|An|Do"
    r"|Aan|Subject|Betreff|Temat|Onderwerp|Cc|DW|Kopie)\s?:\*?\s?\S"
)
_FIRST_HEADER = re.compile(r"(?i)^[ \t>*]{0,9}(?:From|Von|Od|Van)\s?:")
_SIGNATURE = re.compile(r"(?m)^--[ \t]{0,3}$")
_SENT_FROM = re.compile(
    r"(?im)^[ \t]{0,9}(?:Sent from my|Sent from Outlook|Get Outlook for"
    r"|Gesendet von|Von meinem .{1,40} gesendet"
    r"|Wysłano z|Wysłane z|Verzonden (?:vanaf|met|via))[^\n]{0,80}$"
)


def visible(text: str) -> str:
    """What the sender wrote this time. Never empty if the text is not."""
    text = text.strip()
    words = cut_signature(cut_quote(text))
    return words or text


def cut_quote(text: str) -> str:
    """The text above the first quoted mail."""
    ends = [m.start() for m in (_ATTRIBUTION.search(text), _SEPARATOR.search(text)) if m]
    block = _header_block(text)
    ends += [block] if block >= 0 else []
    top = _without_trailing_quote(text[: min(ends)] if ends else text)
    return _by_library(top).strip()


def cut_signature(text: str) -> str:
    """Without what follows the signature mark or the mail program's own line."""
    match = _SIGNATURE.search(text)
    if match:
        text = text[: match.start()]
    match = _SENT_FROM.search(text)
    if match and not text[match.end() :].strip():
        text = text[: match.start()]
    return text.strip()


def is_forward(subject: str, text: str) -> bool:
    """True if a mail of somebody else is passed on in this one."""
    prefix = subject.strip().lower()[:12]
    return prefix.startswith(("fwd:", "fw:", "wg:", "pd:", "doorst:")) or bool(
        _FORWARD.search(text)
    )


def _header_block(text: str) -> int:
    """Where a block of three or more From/Sent/To lines starts; -1 without one."""
    position = 0
    lines = text.split("\n")
    for index, row in enumerate(lines):
        if _FIRST_HEADER.match(row[:200]):
            following = lines[index : index + 6]
            if sum(bool(_HEADER_LINE.match(r[:200])) for r in following) >= 3:
                return position
        position += len(row) + 1
    return -1


def _without_trailing_quote(text: str) -> str:
    lines = text.rstrip().split("\n")
    while lines and (lines[-1].lstrip().startswith(">") or not lines[-1].strip()):
        lines.pop()
    return "\n".join(lines)


def _by_library(text: str) -> str:
    """Attributions of further languages; only for text on which its patterns stay quick."""
    rows = text.split("\n")
    if len(text) > _LIBRARY_LIMIT or max(map(len, rows), default=0) > _LIBRARY_LINE:
        return text
    replies = EmailReplyParser(languages=list(_LANGUAGES)).read(text).replies
    first = str(replies[0].full_body) if len(replies) > 1 else ""
    return first if first and first in text else text
