"""One of the `messages`: an inquiry, or a notice about an earlier message."""

from collections.abc import Mapping
from dataclasses import replace

from forecourt.capture.inquiry import Car, Inquiry, Notice, Person, Source
from forecourt.channels.cleaning import mapping_of, text_of
from forecourt.channels.whatsapp.content import TEXT_LIMIT, Content, about_delivery, content
from forecourt.channels.whatsapp.media import shared_phones
from forecourt.channels.whatsapp.value import ID_LIMIT, Value, user_id, wa_id

CHANNEL = "whatsapp"
AD_PROVIDER = "click-to-whatsapp"


def message(value: Value, raw: Mapping[str, object]) -> Inquiry | Notice:
    type_ = text_of(raw.get("type"), 64)
    if type_ == "reaction":
        return reaction(value, raw)
    if type_ == "system":
        return _system(value, raw)
    if type_ in ("edit", "revoke"):
        return edit_or_revoke(value, raw, sender(value, raw))
    return _inquiry(value, raw, type_)


def sender(value: Value, raw: Mapping[str, object]) -> Person:
    return value.person(raw.get("from"), raw.get("from_user_id"), raw.get("from_parent_user_id"))


def message_id(raw: Mapping[str, object]) -> str:
    return text_of(raw.get("id"), ID_LIMIT)


def reply_to(raw: Mapping[str, object]) -> str:
    return text_of(mapping_of(raw.get("context")).get("id"), ID_LIMIT)


def _inquiry(value: Value, raw: Mapping[str, object], type_: str) -> Inquiry:
    read = content(value, raw)
    person = sender(value, raw)
    referral = mapping_of(raw.get("referral"))
    extra = read.extra | about_delivery(raw) | _ad(referral) | _product(raw)
    username = value.username(person)
    return Inquiry(
        kind="message",
        source=_source(referral),
        provider_id=message_id(raw),
        person=_with_own_phone(person, raw),
        message=read.or_placeholder(type_),
        vehicle=_vehicle(read, raw, referral),
        acted_at=value.moment(raw.get("timestamp")),
        attachments=read.attachments,
        reply_to=reply_to(raw),
        wish=read.wish,
        receiver=value.receiver,
        extra=extra | ({"username": username} if username else {}),
    )


def _with_own_phone(person: Person, raw: Mapping[str, object]) -> Person:
    """A shared number is the sender's own only when it answers our request for it."""
    if raw.get("type") != "contacts" or not _asked_for(raw):
        return person
    phones = dict.fromkeys((*person.phones, *shared_phones(raw.get("contacts"))))
    return replace(person, phones=tuple(phones))


def _asked_for(raw: Mapping[str, object]) -> bool:
    cards = raw.get("contacts")
    first = mapping_of(cards[0]) if isinstance(cards, list) and cards else {}
    return "contact_request" in (raw.get("origin"), first.get("origin"))


def _source(referral: Mapping[str, object]) -> Source:
    if not referral:
        return Source(CHANNEL)
    return Source(CHANNEL, provider=AD_PROVIDER, campaign=text_of(referral.get("source_id"), 128))


_AD_FACTS = ("source_url", "source_type", "headline", "body", "ctwa_clid")


def _ad(referral: Mapping[str, object]) -> dict[str, str]:
    facts = {f"ad_{key}": text_of(referral.get(key), 1000) for key in _AD_FACTS}
    return {key: text for key, text in facts.items() if text}


def _product(raw: Mapping[str, object]) -> dict[str, str]:
    catalog = text_of(_referred(raw).get("catalog_id"), 100)
    return {"catalog_id": catalog} if catalog else {}


def _referred(raw: Mapping[str, object]) -> Mapping[str, object]:
    return mapping_of(mapping_of(raw.get("context")).get("referred_product"))


def _vehicle(
    read: Content, raw: Mapping[str, object], referral: Mapping[str, object]
) -> Car | None:
    if read.vehicle:
        return read.vehicle
    number = text_of(_referred(raw).get("product_retailer_id"), 100)
    headline = text_of(referral.get("headline"), 300)
    return Car(text=headline, stock_number=number) if number or headline else None


def reaction(value: Value, raw: Mapping[str, object]) -> Notice:
    """An emoji on a message; no emoji takes an earlier one away."""
    body = mapping_of(raw.get("reaction"))
    emoji = text_of(body.get("emoji"), 64)
    return Notice(
        kind="reaction",
        provider_id=message_id(raw),
        about=text_of(body.get("message_id"), ID_LIMIT),
        text=emoji,
        at=value.moment(raw.get("timestamp")),
        person=sender(value, raw),
        receiver=value.receiver,
        detail={} if emoji else {"removed": "yes"},
    )


def edit_or_revoke(value: Value, raw: Mapping[str, object], person: Person) -> Notice:
    revoked = raw.get("type") == "revoke"
    body = mapping_of(raw.get("revoke" if revoked else "edit"))
    inner = mapping_of(body.get("message"))
    return Notice(
        kind="revoke" if revoked else "edit",
        provider_id=message_id(raw),
        about=text_of(body.get("original_message_id"), ID_LIMIT),
        text=content(value, inner).message if inner else "",
        at=value.moment(raw.get("timestamp")),
        person=person,
        receiver=value.receiver,
    )


def _system(value: Value, raw: Mapping[str, object]) -> Notice:
    """A person's number, id or device changed. `person` holds the ids so far, `detail` the new."""
    body = mapping_of(raw.get("system"))
    new = {
        "new_whatsapp": wa_id(body.get("wa_id")) or wa_id(body.get("new_wa_id")),
        "new_whatsapp_user": user_id(body.get("user_id")),
    }
    return Notice(
        kind="identity_changed",
        provider_id=message_id(raw),
        text=text_of(body.get("body"), TEXT_LIMIT),
        at=value.moment(raw.get("timestamp")),
        person=sender(value, raw),
        receiver=value.receiver,
        status=text_of(body.get("type"), 64),
        detail={key: text for key, text in new.items() if text},
    )
