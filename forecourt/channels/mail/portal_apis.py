"""Bodies of portal APIs, told apart by their shape; one function for each.

Sources: mobile.de lead-api.html (inner names inferred), Autotrader Connect "Deal Sync", OLX Partner
API, the lead push of dubizzle's property sister (Motors unconfirmed).
"""

import hashlib
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from forecourt.capture.inquiry import (
    Attachment,
    Call,
    Car,
    Context,
    Identity,
    Inquiry,
    Notice,
    Person,
    Reading,
    Source,
    held,
)
from forecourt.channels.adf.values import line, moment
from forecourt.channels.cleaning import clean
from forecourt.channels.mail.portals.reader import is_relay

MAX_ITEMS = 200
WARSAW = ZoneInfo("Europe/Warsaw")

_MOBILE_MESSAGES = {
    "MessagingLeadSubmitted",
    "MessagingLeadResubmitted",
    "BuyerReplied",
    "LeasingLeadSubmitted",
}
_MOBILE_QUIET = {"BuyerPreferencesUpdated", "BuyerSearchBehaviourAdded"}


def word(data: Mapping[str, object], name: str) -> str:
    """A text or number as text; "" for anything else."""
    value = data.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def table(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def items(data: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = data.get(name)
    rows = value[:MAX_ITEMS] if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict)]


def read_portal_api(data: object, context: Context) -> Reading | None:
    """The reading of a known body; None if the shape is not known."""
    if not isinstance(data, dict):
        return None
    return next((read(data, context) for fits, read in _SHAPES if fits(data)), None)


def _mobile(data: Mapping[str, object], context: Context) -> Reading:
    inquiries: list[Inquiry] = []
    warnings: list[str] = []
    for event in items(data, "events"):
        kind = line(word(event, "eventType"), 60)
        if kind in _MOBILE_MESSAGES or kind == "PhoneCallReceived":
            inquiries.append(_mobile_event(event, kind, context))
        elif kind not in _MOBILE_QUIET:
            warnings.append(f"mobile.de event {word(event, 'eventId')[:40]} ({kind}) is not known.")
    return Reading(tuple(inquiries), warnings=tuple(warnings[:20]))


def _mobile_event(event: Mapping[str, object], kind: str, context: Context) -> Inquiry:
    data = table(event, "data")
    buyer, vehicle, call = table(data, "buyer"), table(data, "vehicle"), table(data, "call")
    lead = line(word(table(data, "lead"), "leadId"), 100)
    ad_id = line(word(vehicle, "mobileAdId"), 60)
    missed = call.get("missed") is not False
    masked = line(word(buyer, "maskedPhoneNumber"), 40)
    text = word(table(data, "message"), "text")
    first = kind in ("MessagingLeadSubmitted", "LeasingLeadSubmitted")
    return Inquiry(
        kind="call" if kind == "PhoneCallReceived" else "portal",
        source=Source("calls" if kind == "PhoneCallReceived" else "mail", "mobile.de"),
        provider_id=f"mobile.de:event:{line(word(event, 'eventId'), 100)}",
        person=_person(
            word(buyer, "name"), word(buyer, "phone"), word(buyer, "email"), "mobile.de", lead
        ),
        message=clean(text, 20_000),
        vehicle=_car(word(vehicle, "internalNumber"), ad_id, lease=kind.startswith("Leasing")),
        acted_at=moment(word(event, "occurredAt"), context.timezone),
        other_ids=(f"mobile.de:lead:{lead}",) if lead and first else (),
        call=Call("missed" if missed else "answered") if kind == "PhoneCallReceived" else None,
        extra=_stated(lead_id=lead, masked_phone=masked, event=kind),
    )


def _autotrader_deal(data: Mapping[str, object], context: Context) -> Reading:
    deal = table(data, "data") or data
    buyer, stock = table(deal, "consumer"), table(deal, "stock")
    talk = line(word(table(deal, "messages"), "messagesId"), 100)
    name = f"{word(buyer, 'firstName')} {word(buyer, 'lastName')}"
    signals = table(deal, "buyingSignals")
    inquiry = Inquiry(
        kind="portal",
        source=Source("mail", "Autotrader UK"),
        provider_id=f"autotrader:deal:{line(word(deal, 'dealId'), 100)}",
        person=_person(name, word(buyer, "phone"), word(buyer, "email"), "autotrader", talk),
        vehicle=_car("", *(line(word(stock, n), 60) for n in ("stockId", "searchId"))),
        acted_at=moment(word(deal, "created") or word(data, "time"), context.timezone),
        extra=_stated(
            messages_id=talk,
            advertiser_id=line(word(deal, "advertiserId"), 60),
            intent=line(word(signals, "intent"), 40),
            intent_score=word(signals, "dealIntentScore")[:10],
        ),
    )
    return Reading((inquiry,))


def _autotrader_messages(data: Mapping[str, object], context: Context) -> Reading:
    """Messages carry no id: talk, time, side and a checksum of the words make the key."""
    talk = line(word(data, "messagesId"), 100)
    inquiries: list[Inquiry] = []
    notices: list[Notice] = []
    who = _person("", "", "", "autotrader", talk)
    for row in items(data, "messages"):
        side, text = line(word(row, "from"), 40), clean(word(row, "message"), 20_000)
        at = moment(word(row, "at"), context.timezone)
        digest = hashlib.sha256(word(row, "message").encode("utf-8", "replace")).hexdigest()
        key = f"autotrader:{talk}:{line(word(row, 'at'), 40)}:{side}:{digest}"
        if side.lower() == "advertiser":
            notices.append(Notice("echo", key, "", text, at, who, detail={"messages_id": talk}))
        else:
            source = Source("mail", "Autotrader UK")
            extra = {"messages_id": talk}
            inquiries.append(Inquiry("portal", source, key, who, text, acted_at=at, extra=extra))
    return Reading(tuple(inquiries), tuple(notices))


def _olx_threads(data: Mapping[str, object], context: Context) -> Reading:
    unread = [row for row in items(data, "data") if row.get("unread_count")]
    names = (f"OLX talk {word(row, 'id')[:40]} has new messages: fetch them." for row in unread)
    return Reading(warnings=tuple(names)[:20])


def _olx_messages(data: Mapping[str, object], context: Context) -> Reading:
    inquiries: list[Inquiry] = []
    notices: list[Notice] = []
    for row in items(data, "data"):
        talk = line(word(row, "thread_id"), 60)
        key = f"olx:{talk}:{line(word(row, 'id'), 60)}"
        who = _person("", word(row, "phone"), "", "olx", talk)
        text = clean(word(row, "text"), 20_000)
        at = moment(word(row, "created_at"), WARSAW)
        if word(row, "type") == "sent":
            notices.append(Notice("echo", key, "", text, at, who, detail={"thread_id": talk}))
            continue
        files = tuple(
            Attachment("document", provider_id=line(word(file, "url"), 500))
            for file in items(row, "attachments")
        )
        inquiries.append(
            Inquiry(
                "portal", Source("mail", "OLX"), key, who, text,
                acted_at=at, attachments=files, extra={"thread_id": talk},
            )
        )  # fmt: skip
    return Reading(tuple(inquiries), tuple(notices))


def _dubizzle(data: Mapping[str, object], context: Context) -> Reading:
    buyer, listing = table(data, "enquirer"), table(data, "listing")
    other = line(word(data, "wam_id"), 200)
    url = line(word(listing, "url"), 500)
    stock = line(word(listing, "reference"), 60)
    inquiry = Inquiry(
        kind="portal",
        source=Source("mail", "dubizzle"),
        provider_id=f"dubizzle:{line(word(data, 'id'), 100)}",
        person=_person(word(buyer, "name"), word(buyer, "phone_number"), "", "", ""),
        message=clean(word(data, "message"), 20_000),
        vehicle=Car(stock_number=stock, ad_url=url if url.startswith("https://") else ""),
        acted_at=moment(word(data, "received_at"), context.timezone),
        other_ids=(other,) if other else (),
        receiver=line(word(table(data, "agent"), "phone"), 60),
        extra=_stated(
            intent=line(word(buyer, "intent"), 40),
            contact_link=line(word(buyer, "contact_link"), 300),
        ),
    )
    return Reading((inquiry,))


def _own_status(data: Mapping[str, object], context: Context) -> Reading:
    return held("not_a_lead", "This is a status that is sent to mobile.de, not one received.")


def _person(name: str, phone: str, email: str, portal: str, talk: str) -> Person:
    email = line(email, 254)
    relay = bool(email) and is_relay(email, None)
    identities = [Identity("relay", email.lower())] if relay else []
    identities += [Identity("relay", f"{portal}:{talk}")] if portal and talk else []
    return Person(
        name=line(name, 120),
        phones=(line(phone, 60),) if phone.strip() else (),
        emails=(email,) if email and not relay else (),
        identities=tuple(identities),
    )


def _car(stock: str, *ad_ids: str, lease: bool = False) -> Car | None:
    known = tuple(ad_id for ad_id in ad_ids if ad_id)
    car = Car(stock_number=line(stock, 60), ad_ids=known, interest="lease" if lease else "")
    return car if car != Car() else None


def _stated(**facts: str) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}


def _first_row(data: Mapping[str, object]) -> Mapping[str, object]:
    return next(iter(items(data, "data")), {})


_SHAPES: tuple[
    tuple[
        Callable[[Mapping[str, object]], bool],
        Callable[[Mapping[str, object], Context], Reading],
    ],
    ...,
] = (
    (lambda d: isinstance(d.get("events"), list), _mobile),
    (lambda d: word(d, "type") == "DEAL_UPDATE" or "dealId" in d, _autotrader_deal),
    (lambda d: "messagesId" in d and isinstance(d.get("messages"), list), _autotrader_messages),
    (lambda d: "thread_id" in _first_row(d), _olx_messages),
    (lambda d: "interlocutor_id" in _first_row(d), _olx_threads),
    (lambda d: "enquirer" in d and "listing" in d, _dubizzle),
    (lambda d: "newStatus" in d, _own_status),
)
