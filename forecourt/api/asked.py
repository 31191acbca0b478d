"""A captured inquiry as the API takes it, in the words of capture."""

from typing import Annotated

from pydantic import Field

from forecourt.api.answers import number_of
from forecourt.api.fields import Body, Id, Line, Link, Moment, Word, Words
from forecourt.api.problems import unfit
from forecourt.capture.inquiry import Car, Inquiry, InquiryKind, Person, Source
from forecourt.customers.mails import normalise_email
from forecourt.customers.phones import is_withheld, normalise_phone
from forecourt.dealership.models import Dealership
from forecourt.leads.reasons import CHANNELS
from forecourt.stock.models import Vehicle

OWN_CHANNEL = "api"
KINDS: dict[str, InquiryKind] = {
    "whatsapp": "message", "meta": "message", "sms": "message", "mail": "mail",
    "portal": "portal", "walkin": "visit", "walk_in": "visit",
}  # fmt: skip


class SourceIn(Body):
    """Where the inquiry came from."""

    channel: Annotated[Line, Field(max_length=15)] | None = None
    provider: Annotated[Line, Field(max_length=60)] | None = None
    campaign: Annotated[Line, Field(max_length=120)] | None = None


class VehicleRefIn(Body):
    """The car that is asked about, by whatever is known of it."""

    id: Id | None = None
    vin: Word | None = None
    stock_number: Word | None = None
    plate: Word | None = None
    url: Link | None = None
    words: Line | None = None


class LeadIn(Body):
    """An inquiry. At least a name, a phone that can be dialled or a mail address is needed.

    `source` may be one word: a channel such as "whatsapp", or else a provider's name. `vehicle` may
    be one text: an id of this API, a link, a VIN, a stock number or words. The same `provider_id`
    of one source again is a duplicate and changes nothing.
    """

    source: SourceIn | Annotated[Line, Field(max_length=60)] | None = None
    name: Annotated[Line, Field(max_length=160)] | None = None
    phone: Annotated[Line, Field(max_length=60)] | None = None
    email: Line | None = None
    vehicle: VehicleRefIn | Line | None = None
    message: Words | None = None
    at: Moment | None = None
    provider_id: Line | None = None


def inquiry_of(body: LeadIn, dealership: Dealership) -> Inquiry:
    """Raises Problem 422 for a vehicle id that is none of the lot's."""
    source = _source(body.source)
    phone, email = body.phone or "", body.email or ""
    return Inquiry(
        kind=KINDS.get(source.channel, "form"),
        source=source,
        provider_id=body.provider_id or "",
        person=Person(
            name=_line(body.name),
            phones=(phone,) if phone.strip() else (),
            emails=(email,) if email.strip() else (),
        ),
        message=body.message or "",
        vehicle=_car(body.vehicle),
        acted_at=body.at,
        extra=_unreadable(phone, email, dealership.country),
    )


def _source(said: SourceIn | str | None) -> Source:
    if said is None:
        return Source(OWN_CHANNEL)
    if isinstance(said, SourceIn):
        return Source(
            _line(said.channel).lower() or OWN_CHANNEL, _line(said.provider), _line(said.campaign)
        )
    word = _line(said)
    return Source(word.lower()) if word.lower() in CHANNELS else Source(OWN_CHANNEL, word)


def _car(said: VehicleRefIn | str | None) -> Car | None:
    if said is None:
        return None
    if isinstance(said, str):
        return _car_in_words(said.strip())
    known = _vehicle(said.id) if said.id is not None else None
    return Car(
        text=_line(said.words),
        vin=_line(said.vin),
        plate=_line(said.plate),
        stock_number=_line(said.stock_number),
        ad_url=_line(said.url),
        ad_ids=(known.public_key,) if known else (),
    )


def _car_in_words(text: str) -> Car | None:
    if not text:
        return None
    if text.lower().startswith(("http://", "https://")):
        return Car(ad_url=text)
    number = number_of(text)
    known = Vehicle.objects.filter(pk=number).first() if number is not None else None
    if known is not None:
        return Car(text=known.title, ad_ids=(known.public_key,))
    return Car(text=text, stock_number=text if " " not in text else "")


def _vehicle(opaque: str) -> Vehicle:
    number = number_of(opaque)
    found: Vehicle | None = (
        Vehicle.objects.filter(pk=number).first() if number is not None else None
    )
    if found is None:
        raise unfit("vehicle/id", "names no vehicle of this lot")
    return found


def _unreadable(phone: str, email: str, region: str) -> dict[str, str]:
    """What was sent and identifies nobody is kept as it was, with the message."""
    kept = {}
    if phone.strip() and not is_withheld(phone) and not normalise_phone(phone, region):
        kept["phone"] = phone
    if email.strip() and not normalise_email(email):
        kept["email"] = email
    return kept


def _line(text: str | None) -> str:
    return " ".join(text.split()) if text else ""
