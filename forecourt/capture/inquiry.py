"""What a channel understood of the bytes it was given.

A `Reading` is the only thing that crosses from a channel into capture. It is plain data: no
database row, no request, no vendor's field name. Text is as the sender wrote it, cleaned of NUL
and control characters; phones, mails and plates are normalised later, with the lot's country.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

IdentityKind = Literal["phone", "email", "whatsapp", "whatsapp_user", "relay"]
CallOutcome = Literal["missed", "answered", "voicemail", "busy", "rejected", "unknown"]
InquiryKind = Literal["message", "mail", "portal", "form", "call", "visit", "note"]
NoticeKind = Literal[
    "status",  # sent, delivered, read, played, failed: of a message of ours
    "echo",  # staff wrote from the phone app or the mail program
    "history",  # back-filled talk: no lead, no clock
    "edit",
    "revoke",
    "reaction",
    "identity_changed",
    "opt_out",
    "opt_in",
    "auto_reply",
    "bounce",
    "delayed",
    "call_ringing",
    "call_answered",
    "call_ended",
    "address_book",
    "resend",  # a known inquiry again, perhaps with only its id
    "account",  # something for the owner: quality, policy, errors without a message
]
HeldKind = Literal["unreadable", "spam", "unsafe", "not_a_lead"]


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str = ""  # ISO 4217; empty = the lot's currency


@dataclass(frozen=True, slots=True)
class Identity:
    """A name under which one channel knows a person, e.g. ("whatsapp", "4917012345678")."""

    kind: IdentityKind
    value: str


@dataclass(frozen=True, slots=True)
class Person:
    name: str = ""
    company: str = ""
    phones: tuple[str, ...] = ()  # as sent, preferred first
    emails: tuple[str, ...] = ()
    identities: tuple[Identity, ...] = ()
    language: str = ""  # ISO 639-1 if the channel states it
    address: str = ""
    call_window: str = ""  # "evening", as the source says it


@dataclass(frozen=True, slots=True)
class Car:
    """A car as the sender named it: the one wanted, or the one offered in part exchange."""

    text: str = ""  # free words, e.g. "BMW 320d Touring"
    vin: str = ""
    plate: str = ""
    stock_number: str = ""
    ad_ids: tuple[str, ...] = ()
    ad_url: str = ""
    make: str = ""
    model: str = ""
    variant: str = ""
    year: int | None = None
    mileage: int | None = None
    mileage_unit: Literal["", "km", "mi"] = ""
    price: Money | None = None
    condition: str = ""
    colour: str = ""
    options: tuple[str, ...] = ()
    interest: Literal["", "buy", "lease", "sell", "trade-in", "test-drive"] = ""


@dataclass(frozen=True, slots=True)
class Finance:
    method: str = ""  # cash, finance, lease
    down_payment: Money | None = None
    monthly: Money | None = None
    total: Money | None = None
    balance: Money | None = None  # open loan on the trade-in
    text: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came along. The bytes stay in the raw inquiry or with the provider."""

    kind: Literal["image", "video", "audio", "voice", "document", "sticker", "contact", "location"]
    name: str = ""
    media_type: str = ""
    size: int | None = None
    provider_id: str = ""
    sha256: str = ""  # hex
    caption: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)  # latitude, address, phone …


@dataclass(frozen=True, slots=True)
class Source:
    channel: str
    provider: str = ""  # "mobile.de", "AutoMarkt24"
    campaign: str = ""  # ad id, utm, headline


@dataclass(frozen=True, slots=True)
class Call:
    outcome: CallOutcome
    dialled: str = ""  # the lot's number that rang, as sent
    answered_by: str = ""
    duration_s: int | None = None
    recording: str = ""
    confidence: Literal["sure", "likely"] = "sure"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One act of a person outside that wants an answer."""

    kind: InquiryKind
    source: Source
    provider_id: str  # the provider's own id of this act; "" if it has none
    person: Person = Person()
    message: str = ""
    vehicle: Car | None = None
    trade_ins: tuple[Car, ...] = ()
    finance: Finance | None = None
    acted_at: datetime | None = None  # as the sender says it, with zone; clamped by capture
    other_ids: tuple[str, ...] = ()  # further ids under which it may come again
    attachments: tuple[Attachment, ...] = ()
    call: Call | None = None
    reply_to: str = ""  # provider id of the message it answers
    thread: str = ""  # a token of ours it came back with, e.g. lead+<token>@…
    subject: str = ""
    wish: str = ""  # appointment or time wish in the sender's words
    receiver: str = ""  # the lot's side: phone_number_id, address, dialled number
    verified: bool = True  # False: the sender could not be authenticated
    check_fields: bool = False  # True: read by repair; a person should look
    extra: Mapping[str, str] = field(default_factory=dict)  # stated facts with no field of ours


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a talk that is already there. A notice never opens a lead."""

    kind: NoticeKind
    provider_id: str = ""  # id of the notice itself
    about: str = ""  # provider id of the message or call concerned
    text: str = ""
    at: datetime | None = None
    person: Person = Person()
    receiver: str = ""
    status: str = ""  # for "status": sent, delivered, read, played, failed
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of one delivery.

    state "read": everything is in `inquiries` and `notices` (both may be empty: nothing to do).
    state "held": a person must look; `reason` says why in one English sentence, `held` the kind.
    """

    inquiries: tuple[Inquiry, ...] = ()
    notices: tuple[Notice, ...] = ()
    state: Literal["read", "held"] = "read"
    held: HeldKind | None = None
    reason: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a parser may know about the lot and the delivery. Nothing here is looked up."""

    received_at: datetime
    region: str = "DE"  # ISO 3166, for national numbers
    timezone: ZoneInfo = ZoneInfo("Europe/Berlin")
    currency: str = "EUR"
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    query: str = ""
    own_domains: tuple[str, ...] = ()  # mail domains of this installation
    own_addresses: tuple[str, ...] = ()  # mailboxes of the lot and its people
    own_numbers: tuple[str, ...] = ()  # the lot's phones
    settings: Mapping[str, str] = field(default_factory=dict)  # of the connection


def held(kind: HeldKind, reason: str, *warnings: str) -> Reading:
    """A reading that waits for a person, with the reason they will see."""
    return Reading(state="held", held=kind, reason=reason, warnings=warnings)
