"""One ADF prospect to one inquiry, or to the notice that a known one was sent again."""

import hashlib
import re
from datetime import UTC, timedelta

from forecourt.capture.inquiry import Car, Context, Inquiry, Notice, Person, Source
from forecourt.channels.adf.contact import fax_of, person, refused_emails
from forecourt.channels.adf.tree import Node
from forecourt.channels.adf.values import line, moment
from forecourt.channels.adf.vehicle import car, facts, finance, interest_of
from forecourt.channels.cleaning import clean

MAX_VEHICLES = 20

_OFFERED = ("trade-in", "sell")


def read_prospect(
    prospect: Node, context: Context, *, repaired: bool, fallback_id: str = ""
) -> tuple[Inquiry | Notice | None, list[str]]:
    """What the prospect says, and warnings. None if it says nothing about anybody.

    `fallback_id` is the key of the mail and the place in it, for prospects without an id.
    """
    vehicles = prospect.all("vehicle")[:MAX_VEHICLES]
    customer = prospect.first("customer")
    ids = _ids(prospect)
    message = _message(prospect, vehicles, customer)
    who = person(customer, context, message)
    resend = prospect.attrs.get("status", "").strip().lower() == "resend"
    if not vehicles and not message and who == Person():
        return _stub(prospect, ids, context, resend)
    warnings = [f"{len(prospect.all('vehicle'))} vehicles, 20 read"] * (
        len(prospect.all("vehicle")) > MAX_VEHICLES
    )
    warnings += [f"not an e-mail address: {text}" for text in refused_emails(customer)]
    inquiry = _inquiry(prospect, vehicles, ids, message, who, context)
    keys = ids or ([fallback_id] if fallback_id else _fingerprints(inquiry, context))
    return _with_keys(inquiry, keys, repaired=repaired), warnings


def _inquiry(
    prospect: Node,
    vehicles: list[Node],
    ids: list[str],
    message: str,
    who: Person,
    context: Context,
) -> Inquiry:
    customer = prospect.first("customer")
    wanted = [v for v in vehicles if interest_of(v) not in _OFFERED]
    offered = [v for v in vehicles if interest_of(v) in _OFFERED]
    chief = wanted[0] if wanted else Node("vehicle")
    return Inquiry(
        kind="portal",
        source=Source("adf", _provider(prospect), line(prospect.first("provider", "service").text)),
        provider_id="",
        person=who,
        message=message,
        vehicle=car(chief) if wanted else None,
        trade_ins=tuple(car(v) for v in offered),
        finance=finance(chief, offered),
        acted_at=moment(prospect.first("requestdate").text, context.timezone, month_first=True),
        wish=_wish(customer),
        extra=_extra(prospect, wanted, customer),
    )


def _with_keys(inquiry: Inquiry, keys: list[str], *, repaired: bool) -> Inquiry:
    found = {name: getattr(inquiry, name) for name in inquiry.__slots__}
    found |= {"provider_id": keys[0], "other_ids": tuple(keys[1:]), "check_fields": repaired}
    return Inquiry(**found)


def _stub(
    prospect: Node, ids: list[str], context: Context, resend: bool
) -> tuple[Notice | None, list[str]]:
    if not ids:
        return None, ["a prospect without any content was left out"]
    notice = Notice(
        kind="resend",
        provider_id=ids[0],
        about=ids[0],
        at=moment(prospect.first("requestdate").text, context.timezone, month_first=True),
        detail={"status": "resend" if resend else "", "other_ids": "\n".join(ids[1:])},
    )
    return notice, []


def _ids(prospect: Node) -> list[str]:
    """Every id as "source:id", in the order of hand-over."""
    provider = line(prospect.first("provider", "name").text, 80)
    found = []
    for node in sorted(prospect.all("id")[:20], key=_sequence):
        value, source = line(node.text, 150), line(node.attrs.get("source", ""), 80) or provider
        if value:
            found.append(f"{source}:{value}" if source else value)
    return list(dict.fromkeys(found))


def _sequence(node: Node) -> int:
    text = node.attrs.get("sequence", "").strip()[:6]
    return int(text) if text.isascii() and text.isdigit() else 0


def _provider(prospect: Node) -> str:
    named = line(prospect.first("provider", "name").text, 80)
    sources = (line(n.attrs.get("source", ""), 80) for n in prospect.all("id"))
    return named or next((source for source in sources if source), "")


def _message(prospect: Node, vehicles: list[Node], customer: Node) -> str:
    nodes = [node for v in vehicles for node in v.all("comments")]
    nodes += [*customer.all("comments"), *prospect.all("comments")]
    texts = (clean(node.text, 4096) for node in nodes)
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _wish(customer: Node) -> str:
    frame = customer.first("timeframe")
    days = [line(frame.first(tag).text, 40) for tag in ("earliestdate", "latestdate")]
    parts = [line(frame.first("description").text), "/".join(day for day in days if day)]
    return " ".join(part for part in parts if part)


def _extra(prospect: Node, wanted: list[Node], customer: Node) -> dict[str, str]:
    found = {
        "vendor": line(prospect.first("vendor", "vendorname").text),
        "status": line(prospect.attrs.get("status", ""), 40).lower(),
        "fax": fax_of(customer),
        "further_vehicles": "; ".join(_label(car(v)) for v in wanted[1:])[:1000],
    }
    found |= facts(wanted[0]) if wanted else {}
    return {key: value for key, value in found.items() if value}


def _label(vehicle: Car) -> str:
    parts = (str(vehicle.year or ""), vehicle.text, vehicle.stock_number or vehicle.vin)
    return " ".join(part for part in parts if part)


def _fingerprints(inquiry: Inquiry, context: Context) -> list[str]:
    """Keys for a prospect without any id: the same content within a day is the same inquiry."""
    who, vehicle = inquiry.person, inquiry.vehicle or Car()
    parts = [re.sub(r"\D", "", phone)[-9:] for phone in who.phones]
    parts += [email.lower() for email in who.emails]
    parts += [who.name.casefold(), vehicle.vin or vehicle.stock_number or vehicle.text.casefold()]
    digest = hashlib.sha256("\n".join([*parts, inquiry.message]).encode("utf-8", "replace"))
    today = context.received_at.astimezone(UTC).date()
    days = (today, today - timedelta(days=1))
    return [f"content:{digest.hexdigest()}:{day.isoformat()}" for day in days]
