"""The words, files and car of one WhatsApp message, whoever sent it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from forecourt.capture.inquiry import Attachment, Car, Money
from forecourt.channels.cleaning import list_of, mapping_of, safe_json, text_of
from forecourt.channels.whatsapp.media import MEDIA, location, media, shared_contacts
from forecourt.channels.whatsapp.value import Value, first_error

TEXT_LIMIT = 10_000
_STOCK_REPLY = re.compile(r"stock:([\w./-]{1,60})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Content:
    message: str = ""
    attachments: tuple[Attachment, ...] = ()
    vehicle: Car | None = None
    wish: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def or_placeholder(self, type_: str) -> str:
        """The words, or the kind in brackets when there is nothing at all to show."""
        return self.message if self.message or self.attachments else f"[{type_ or 'message'}]"


def content(value: Value, raw: Mapping[str, object]) -> Content:
    """Reads `raw` by its type. An unknown type becomes an empty content with the type kept."""
    type_ = text_of(raw.get("type"), 64)
    body = mapping_of(raw.get(type_))
    if type_ in MEDIA:
        return Content(text_of(body.get("caption"), TEXT_LIMIT), media(value, type_, body))
    if type_ == "contacts":
        return _contacts(raw)
    reader = _READERS.get(type_)
    if reader is None:
        return _unknown(raw, type_)
    return reader(value, body)


def _text(_value: Value, body: Mapping[str, object]) -> Content:
    return Content(text_of(body.get("body"), TEXT_LIMIT))


def _location(value: Value, body: Mapping[str, object]) -> Content:
    places = location(value, body)
    detail = places[0].detail
    words = [detail[key] for key in ("name", "address") if key in detail]
    return Content(", ".join(words), places)


def _contacts(raw: Mapping[str, object]) -> Content:
    cards = shared_contacts(raw.get("contacts"))
    lines = [
        ", ".join(part for part in (card.name, *card.detail.values()) if part) for card in cards
    ]
    return Content("\n".join(line for line in lines if line), cards)


def _button(_value: Value, body: Mapping[str, object]) -> Content:
    return Content(text_of(body.get("text"), TEXT_LIMIT), extra=_kept(reply_id=body.get("payload")))


def _interactive(value: Value, body: Mapping[str, object]) -> Content:
    type_ = text_of(body.get("type"), 64)
    reply = mapping_of(body.get(type_))
    if type_ == "nfm_reply":
        return _flow(value, reply)
    title = text_of(reply.get("title"), 400)
    reply_id = text_of(reply.get("id"), 256)
    description = text_of(reply.get("description"), 1000)
    stock = _STOCK_REPLY.fullmatch(reply_id)
    return Content(
        message="\n".join(part for part in (title, description) if part),
        vehicle=Car(text=title, stock_number=stock.group(1)) if stock else None,
        wish=title if reply_id.startswith("slot:") else "",
        extra=_kept(reply_id=reply_id) if reply else _kept(kind=f"interactive {type_}".strip()),
    )


def _flow(value: Value, reply: Mapping[str, object]) -> Content:
    """A filled form. Its answers are a JSON text and carry names of our own choosing."""
    given = reply.get("response_json")
    extra = _kept(flow=reply.get("name"))
    try:
        sent = given.encode("utf-8", "replace") if isinstance(given, str) else b""
        answers = mapping_of(safe_json(sent))
    except ValueError:
        value.warn("The answers of a form could not be read.")
        answers = {}
        extra |= _kept(response=given)
    read = {text_of(key, 64): text_of(answer, 1000) for key, answer in list(answers.items())[:60]}
    read = {key: answer for key, answer in read.items() if key and answer}
    lines = [f"{key}: {answer}" for key, answer in read.items() if key != "flow_token"]
    return Content(
        message="\n".join(lines) or text_of(reply.get("body"), TEXT_LIMIT), extra=extra | read
    )


def _order(value: Value, body: Mapping[str, object]) -> Content:
    items = [mapping_of(item) for item in list_of(body.get("product_items"))[:30]]
    first = items[0] if items else {}
    number = text_of(first.get("product_retailer_id"), 100)
    lines = [_order_line(item) for item in items]
    return Content(
        message=text_of(body.get("text"), TEXT_LIMIT) or "\n".join(lines),
        vehicle=Car(stock_number=number, price=_price(value, first), interest="buy")
        if number
        else None,
        extra=_kept(catalog_id=body.get("catalog_id"), order="\n".join(lines)),
    )


def _order_line(item: Mapping[str, object]) -> str:
    parts = [text_of(item.get(key), 100) for key in _ORDER_KEYS]
    number, quantity, price, currency = parts
    return " ".join(part for part in (f"{quantity or '?'} x", number, price, currency) if part)


_ORDER_KEYS = ("product_retailer_id", "quantity", "item_price", "currency")


def _price(value: Value, item: Mapping[str, object]) -> Money | None:
    given = text_of(item.get("item_price"), 32)
    if not given:
        return None
    try:
        amount = Decimal(given)
    except InvalidOperation:
        amount = Decimal("NaN")
    currency = text_of(item.get("currency"), 8).upper()
    if not amount.is_finite() or not 0 <= amount < 1_000_000_000:
        value.warn("The price in an order is not a price.")
        return None
    return Money(amount, currency if re.fullmatch(r"[A-Z]{3}", currency) else "")


def _unsupported(_value: Value, body: Mapping[str, object]) -> Content:
    return Content(extra=_kept(kind="unsupported", unsupported_type=body.get("type")))


def _unknown(raw: Mapping[str, object], type_: str) -> Content:
    words = mapping_of(raw.get(type_)).get("body") or mapping_of(raw.get("text")).get("body")
    return Content(text_of(words, TEXT_LIMIT), extra=_kept(kind=type_ or "unknown"))


def _kept(**facts: object) -> dict[str, str]:
    read = {key: text_of(fact, 1000) for key, fact in facts.items()}
    return {key: text for key, text in read.items() if text}


_READERS: Mapping[str, Callable[[Value, Mapping[str, object]], Content]] = {
    "text": _text,
    "location": _location,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
    "unsupported": _unsupported,
}


def about_delivery(raw: Mapping[str, object]) -> dict[str, str]:
    """Facts beside the content: forwarded, group, error code."""
    context = mapping_of(raw.get("context"))
    facts = first_error(raw.get("errors"))
    facts |= _kept(group_id=raw.get("group_id"))
    for mark in ("forwarded", "frequently_forwarded"):
        if context.get(mark) is True:
            facts[mark] = "yes"
    return facts
