"""What staff wrote from the phone app, back-filled talks, and the phone's address book."""

from collections.abc import Iterator, Mapping

from forecourt.capture.inquiry import Notice, Person
from forecourt.channels.cleaning import list_of, mapping_of, text_of
from forecourt.channels.whatsapp.content import Content, about_delivery, content
from forecourt.channels.whatsapp.messages import edit_or_revoke, message_id, reply_to, sender
from forecourt.channels.whatsapp.statuses import error
from forecourt.channels.whatsapp.value import Value, user_id, wa_id


def echo(value: Value, raw: Mapping[str, object]) -> Notice:
    """A message of staff, written on the phone. It is OUT; `person` is the customer."""
    person = value.person(raw.get("to"), raw.get("to_user_id"), raw.get("to_parent_user_id"))
    if raw.get("type") in ("edit", "revoke"):
        return edit_or_revoke(value, raw, person)
    read = content(value, raw)
    type_ = text_of(raw.get("type"), 64)
    return Notice(
        kind="echo",
        provider_id=message_id(raw),
        about=reply_to(raw),
        text=read.or_placeholder(type_),
        at=value.moment(raw.get("timestamp")),
        person=person,
        receiver=value.receiver,
        detail=_facts(type_, read) | about_delivery(raw),
    )


def history(value: Value, raw: Mapping[str, object]) -> Iterator[Notice]:
    """The talks of one chunk: never a lead, never a clock."""
    for item in list_of(raw.get("errors")):
        yield error(value, mapping_of(item))
    metadata = mapping_of(raw.get("metadata"))
    chunk = {key: text_of(metadata.get(key), 16) for key in ("phase", "chunk_order", "progress")}
    for item in list_of(raw.get("threads")):
        thread = mapping_of(item)
        customer = _customer(value, thread)
        for part in list_of(thread.get("messages")):
            if isinstance(part, dict):
                yield _old_message(value, part, customer, chunk)
            else:
                value.warn("An old message was left out: it is not an object.")


def _customer(value: Value, thread: Mapping[str, object]) -> Person:
    context = mapping_of(thread.get("context"))
    given = text_of(thread.get("id"), 200)
    users = [context.get("user_id"), context.get("parent_user_id")]
    if not wa_id(given):
        users.append(given)
    return value.person(wa_id(context.get("wa_id")) or wa_id(given), *users)


def _old_message(
    value: Value, raw: Mapping[str, object], customer: Person, chunk: dict[str, str]
) -> Notice:
    context = mapping_of(raw.get("history_context"))
    ours = context.get("from_me") is True or (
        bool(value.own_number) and wa_id(raw.get("from")) == value.own_number
    )
    read = content(value, raw)
    type_ = text_of(raw.get("type"), 64)
    facts = {"direction": "out" if ours else "in"} | _facts(type_, read) | chunk
    return Notice(
        kind="history",
        provider_id=message_id(raw),
        about=reply_to(raw),
        text=read.or_placeholder(type_),
        at=value.moment(raw.get("timestamp")),
        person=customer if ours or not _named(value, raw) else sender(value, raw),
        receiver=value.receiver,
        status=text_of(context.get("status"), 32).lower(),
        detail={key: text for key, text in facts.items() if text},
    )


def _named(value: Value, raw: Mapping[str, object]) -> bool:
    return bool(wa_id(raw.get("from")) or user_id(raw.get("from_user_id")))


def _facts(type_: str, read: Content) -> dict[str, str]:
    facts = {"type": type_} | read.extra
    for attachment in read.attachments:
        if attachment.provider_id:
            facts |= {"media_id": attachment.provider_id, "media_type": attachment.media_type}
        if attachment.name:
            facts["media_name"] = attachment.name
    return {key: text for key, text in facts.items() if text}


def address_book(value: Value, raw: Mapping[str, object]) -> Notice:
    """A contact added to or taken from the phone's address book; no customer is deleted by it."""
    contact = mapping_of(raw.get("contact"))
    known = value.person(
        contact.get("phone_number"), contact.get("user_id"), contact.get("parent_user_id")
    )
    name = text_of(contact.get("full_name"), 120) or text_of(contact.get("first_name"), 120)
    return Notice(
        kind="address_book",
        at=value.moment(mapping_of(raw.get("metadata")).get("timestamp")),
        person=Person(name=name or known.name, phones=known.phones, identities=known.identities),
        receiver=value.receiver,
        status=text_of(raw.get("action"), 32),
    )
