"""Notices that are not messages: statuses, preferences, errors and news of the account."""

from collections.abc import Iterator, Mapping

from forecourt.capture.inquiry import Notice
from forecourt.channels.cleaning import mapping_of, text_of
from forecourt.channels.whatsapp.value import ID_LIMIT, Value, first_error

_KNOWN = ("sent", "delivered", "read", "played", "failed")
_WISHES = {"stop": "opt_out", "resume": "opt_in", "start": "opt_in"}


def status(value: Value, raw: Mapping[str, object]) -> Notice | None:
    """What became of a message of ours. None with a warning if it names no message."""
    about = text_of(raw.get("id"), ID_LIMIT)
    word = text_of(raw.get("status"), 64)
    callback = text_of(raw.get("biz_opaque_callback_data"), 512)
    if not word or not (about or callback):
        value.warn("A status without a message was left out.")
        return None
    if word not in _KNOWN:
        value.warn(f"The status {word!r} is not known.")
    return Notice(
        kind="status",
        provider_id=f"{about}:{word}" if about else "",
        about=about,
        at=value.moment(raw.get("timestamp")),
        person=value.person(
            raw.get("recipient_id"),
            raw.get("recipient_user_id"),
            raw.get("recipient_parent_user_id"),
        ),
        receiver=value.receiver,
        status=word,
        detail=({"callback": callback} if callback else {})
        | _billing(raw)
        | first_error(raw.get("errors")),
    )


def _billing(raw: Mapping[str, object]) -> dict[str, str]:
    pricing = mapping_of(raw.get("pricing"))
    origin = mapping_of(mapping_of(raw.get("conversation")).get("origin"))
    facts = {
        "pricing_model": text_of(pricing.get("pricing_model"), 64),
        "pricing_type": text_of(pricing.get("type"), 64),
        "pricing_category": text_of(pricing.get("category"), 64),
        "conversation_origin": text_of(origin.get("type"), 64),
    }
    if isinstance(pricing.get("billable"), bool):
        facts["billable"] = "yes" if pricing["billable"] else "no"
    return {key: text for key, text in facts.items() if text}


def preference(value: Value, raw: Mapping[str, object]) -> Notice:
    wish = text_of(raw.get("value"), 64).lower()
    if wish not in _WISHES:
        value.warn(f"The preference {wish!r} is not known.")
    detail = {"category": text_of(raw.get("category"), 64), "value": wish}
    return Notice(
        kind="opt_out" if wish == "stop" else "opt_in" if wish in _WISHES else "account",
        text=text_of(raw.get("detail"), 1000),
        at=value.moment(raw.get("timestamp")),
        person=value.person(raw.get("wa_id"), raw.get("user_id"), raw.get("parent_user_id")),
        receiver=value.receiver,
        detail={key: text for key, text in detail.items() if text},
    )


def error(value: Value, raw: Mapping[str, object]) -> Notice:
    """An error that belongs to no message: for the owner."""
    facts = first_error([raw])
    return Notice(
        kind="account",
        text=facts.get("error", ""),
        receiver=value.receiver,
        status=facts.get("error_code", ""),
        detail={"title": title} if (title := text_of(raw.get("title"), 500)) else {},
    )


def account(value: Value, field: str, raw: Mapping[str, object]) -> Notice:
    """Any other field, such as a template's new state or the number's quality."""
    facts = dict(_flat(raw, "", 4))
    return Notice(
        kind="account",
        text=next((facts[key] for key in _TELLING if key in facts), ""),
        receiver=value.receiver,
        status=field,
        detail=facts,
    )


_TELLING = ("reason", "event", "message_template_name", "decision")


def _flat(raw: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth == 0:
        return
    items: list[tuple[str, object]] = []
    if isinstance(raw, dict):
        items = [(text_of(key, 64), item) for key, item in list(raw.items())[:40]]
    elif isinstance(raw, list):
        items = [(str(place), item) for place, item in enumerate(raw[:10])]
    for key, item in items:
        name = f"{path}.{key}" if path else key
        if isinstance(item, bool):
            yield name, "yes" if item else "no"
        elif words := text_of(item, 500):
            yield name, words
        else:
            yield from _flat(item, name, depth - 1)
