"""A posted web form to an inquiry. Spam is held and shown, never dropped."""

import re
from collections.abc import Mapping
from typing import Literal

from forecourt.capture.inquiry import Car, Context, Finance, Inquiry, Person, Reading, Source, held
from forecourt.channels.adf.contact import EMAIL
from forecourt.channels.adf.values import distance, line, money, whole, year
from forecourt.channels.cleaning import clean
from forecourt.channels.form.reading import read_fields
from forecourt.channels.form.receive import client_id
from forecourt.channels.mail.facts import offered
from forecourt.channels.mail.phones import digits, phones_in

MAX_LINKS = 3
MIN_ELAPSED_MS = 1500

Interest = Literal["", "buy", "lease", "sell", "trade-in", "test-drive"]

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_KINDS = {"tradein": "trade-in", "partexchange": "trade-in", "testdrive": "test-drive",
          "leasing": "lease", "lease": "lease", "sell": "sell", "finance": "finance"}  # fmt: skip
_CAR = ("vin", "plate", "make", "model", "variant", "year", "mileage", "mileage_unit", "colour",
        "condition")  # fmt: skip
_USED = {*_CAR, "name", "first_name", "last_name", "company", "phone", "email", "message", "car",
         "price", "stock_number", "ad_url", "ad_id", "kind", "call_window", "wish", "language",
         "id", "website", "elapsed_ms", "trade_in", "down_payment", "monthly", "address",
         "csrfmiddlewaretoken"}  # fmt: skip


def parse(body: bytes, context: Context) -> Reading:
    """The inquiry; held as spam, or as unreadable if nobody could be reached."""
    try:
        fields = read_fields(body, context.content_type)
        if fields is None:
            return held("unreadable", "This is neither JSON nor form fields.")
        return _parse(fields, context)
    except Exception as error:  # no bytes may stop the door
        return held("unreadable", f"The form could not be read ({type(error).__name__}).")


def _parse(fields: Mapping[str, str], context: Context) -> Reading:
    reason = _spam(fields)
    if reason:
        return held("spam", reason)
    message = clean(fields.get("message", ""), 20_000)
    person = _person(fields, message, context)
    if not (person.phones or person.emails or person.name):
        return held("unreadable", "The form gives no way to reach the sender.")
    kind = re.sub(r"[^a-z]", "", fields.get("kind", "").lower()[:40])
    kind = _KINDS.get(kind, "inquiry")
    inquiry = Inquiry(
        kind="form",
        source=Source("form", campaign=_campaign(fields)),
        provider_id=client_id(fields),
        person=person,
        message=message,
        vehicle=_wanted(fields, kind),
        trade_ins=_trade_ins(fields, kind),
        finance=_finance(fields, kind),
        wish=line(fields.get("wish", ""), 300),
        check_fields=_mistyped(fields, person),
        extra=_extra(fields, person),
    )
    return Reading((inquiry,))


def _spam(fields: Mapping[str, str]) -> str:
    """Why the form looks filled by a machine; "" if it does not."""
    if fields.get("website", "").strip():
        return "A field that no visitor sees was filled in."
    if fields.get("_over_limit"):
        return "More came from one address than a person sends."
    elapsed = whole(fields.get("elapsed_ms", ""))
    if elapsed is not None and elapsed < MIN_ELAPSED_MS:
        return "The form was sent faster than a person can type."
    if len(_LINK.findall(fields.get("message", "")[:50_000])) > MAX_LINKS:
        return "The message holds more than three links."
    if _LINK.search(fields.get("name", "")[:500]):
        return "The name is a link."
    return ""


def _person(fields: Mapping[str, str], message: str, context: Context) -> Person:
    split = f"{fields.get('first_name', '')} {fields.get('last_name', '')}"
    email = line(fields.get("email", ""), 254)
    phone = line(fields.get("phone", ""), 60)
    phones = (phone,) if len(digits(phone)) >= 5 else ()
    language = fields.get("language", "").strip().lower()[:2]
    return Person(
        name=line(fields.get("name", ""), 120) or line(split, 120),
        company=line(fields.get("company", ""), 120),
        phones=phones or phones_in(message, context.region, context.own_numbers),
        emails=(email,) if EMAIL.fullmatch(email) else (),
        language=language if language.isascii() and language.isalpha() else "",
        address=line(fields.get("address", ""), 300),
        call_window=line(fields.get("call_window", ""), 80),
    )


def _wanted(fields: Mapping[str, str], kind: str) -> Car | None:
    offered_only = kind in ("trade-in", "sell")
    url = line(fields.get("ad_url", ""), 500)
    ad_id = line(fields.get("ad_id", ""), 60)
    details = Car() if offered_only else _car({name: fields.get(name, "") for name in _CAR})
    interest: Interest = (
        "test-drive" if kind == "test-drive" else "lease" if kind == "lease" else ""
    )
    found = Car(
        text=line(fields.get("car", ""), 300),
        vin=details.vin,
        plate=details.plate,
        stock_number=line(fields.get("stock_number", ""), 60),
        ad_ids=(ad_id,) if ad_id else (),
        ad_url=url if re.match(r"https?://", url) else "",
        make=details.make,
        model=details.model,
        variant=details.variant,
        year=details.year,
        mileage=details.mileage,
        mileage_unit=details.mileage_unit,
        price=money(line(fields.get("price", ""), 60)),
        colour=details.colour,
        condition=details.condition,
    )
    if found == Car():
        return None
    return _interested(found, interest)


def _trade_ins(fields: Mapping[str, str], kind: str) -> tuple[Car, ...]:
    """The car offered: always from trade_in_*, and from the plain fields if the form is for it."""
    given = {name: fields.get(f"trade_in_{name}", "") for name in (*_CAR, "text")}
    if kind in ("trade-in", "sell"):
        given = {name: given.get(name) or fields.get(name, "") for name in given}
    words = line(fields.get("trade_in", "") or given["text"], 300)
    found = _car(given, words)
    if found == Car():
        return ()
    return (_interested(found, "sell" if kind == "sell" else "trade-in"),)


def _car(given: Mapping[str, str], words: str = "") -> Car:
    read = offered(words) if words else Car()
    unit = given.get("mileage_unit", "")
    miles, kind = distance(line(given.get("mileage", ""), 60), line(unit, 20))
    make, model = line(given.get("make", ""), 80), line(given.get("model", ""), 120)
    return Car(
        text=words,
        vin=re.sub(r"[\s-]", "", line(given.get("vin", ""), 60)).upper()[:17] or read.vin,
        plate=line(given.get("plate", ""), 20) or read.plate,
        make=make,
        model=model,
        variant=line(given.get("variant", ""), 120),
        year=year(line(given.get("year", ""), 40)) or read.year,
        mileage=miles if miles is not None else read.mileage,
        mileage_unit=kind or read.mileage_unit,
        colour=line(given.get("colour", ""), 60),
        condition=line(given.get("condition", ""), 60),
    )


def _interested(car: Car, interest: Interest) -> Car:
    fields = {name: getattr(car, name) for name in car.__slots__}
    return Car(**{**fields, "interest": interest})


def _finance(fields: Mapping[str, str], kind: str) -> Finance | None:
    found = Finance(
        method=kind if kind in ("finance", "lease") else "",
        down_payment=money(line(fields.get("down_payment", ""), 60)),
        monthly=money(line(fields.get("monthly", ""), 60)),
    )
    return found if found != Finance() else None


def _campaign(fields: Mapping[str, str]) -> str:
    names = ("utm_source", "utm_medium", "utm_campaign")
    return " / ".join(text for name in names if (text := line(fields.get(name, ""), 100)))


def _mistyped(fields: Mapping[str, str], person: Person) -> bool:
    phone, email = fields.get("phone", "").strip(), fields.get("email", "").strip()
    return bool((email and not person.emails) or (phone and len(digits(phone)) < 5))


def _extra(fields: Mapping[str, str], person: Person) -> dict[str, str]:
    found = {
        name: line(value, 500)
        for name, value in fields.items()
        if name not in _USED and not name.startswith("trade_in_")
    }
    kind = line(fields.get("kind", ""), 40)
    typed = line(fields.get("email", ""), 254) if not person.emails else ""
    stated = {"kind": kind, "email_as_typed": typed}
    return {
        name: value for name, value in {**stated, **dict(list(found.items())[:30])}.items() if value
    }
