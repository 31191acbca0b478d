"""How the customer is reached from this phone: a call, WhatsApp, a mail."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from forecourt.leads.models import Lead, NextKind

CALLS = {NextKind.CALL, NextKind.CALL_BACK}
WRITES = {NextKind.REPLY, NextKind.MESSAGE}


@dataclass(frozen=True, slots=True)
class Way:
    """One link out of the house; `asks` is the form that is opened on return."""

    code: str  # call, whatsapp, mail
    words: str
    href: str
    icon: str
    asks: str


@dataclass(frozen=True, slots=True)
class WaysOut:
    """`lead` carries phone, whatsapp and email of `queries.ways_to_reach`."""

    call: Way | None
    whatsapp: Way | None
    mail: Way | None
    primary: Way | None
    step: str  # the word of the next step
    writes: bool  # the next step is to write

    @property
    def second_call(self) -> Way | None:
        """Call, where it is not the primary one already."""
        return self.call if self.call is not self.primary else None

    @property
    def writing(self) -> list[Way]:
        return [way for way in (self.whatsapp, self.mail) if way]


def ways_out(lead: Lead) -> WaysOut:
    phone, email = getattr(lead, "phone", None), getattr(lead, "email", None)
    digits = (getattr(lead, "whatsapp", None) or phone or "").lstrip("+")
    call = _way(lead, "call", _("Call"), f"tel:{phone}", "phone") if phone else None
    chat = (
        _way(lead, "whatsapp", "WhatsApp", f"https://wa.me/{quote(digits)}", "chat-bubble-left")
        if digits
        else None
    )
    mail = (
        _way(lead, "mail", _("Mail"), f"mailto:{quote(email, safe='@+')}", "envelope")
        if email
        else None
    )
    writes = lead.next_kind in WRITES
    order = [call, chat, mail]
    if writes:
        order = (
            [mail, chat, call] if lead.channel in {"mail", "adf", "form"} else [chat, mail, call]
        )
    return WaysOut(
        call=call,
        whatsapp=chat,
        mail=mail,
        primary=next(filter(None, order), None),
        step=str(NextKind(lead.next_kind).label) if lead.next_kind else "",
        writes=writes,
    )


def _way(lead: Lead, code: str, words: str, href: str, icon: str) -> Way:
    return Way(code, words, href, icon, f"/leads/{lead.pk}/attempt/?way={code}")
