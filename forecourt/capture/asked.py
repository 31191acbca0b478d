"""What an inquiry asks, in the words of leads and stock."""

from datetime import datetime

from forecourt.capture.inquiry import Car, Inquiry
from forecourt.dealership.models import Dealership
from forecourt.leads.models import NextKind
from forecourt.leads.verbs.open_lead import Asked, NextAction
from forecourt.sla.rules import due_after
from forecourt.stock.find import Clues, Found

MISSED = {"missed", "voicemail", "busy", "rejected", "unknown"}
NOTE_A_CALL_WITHIN_MINUTES = 30


def clues_of(inquiry: Inquiry, region: str) -> Clues:
    """What the inquiry says about the car wanted. A trade-in is never a clue."""
    car = inquiry.vehicle or Car()
    said = inquiry.message if not inquiry.trade_ins else ""
    return Clues(
        vin=car.vin,
        plate=car.plate,
        stock_number=car.stock_number,
        ad_ids=car.ad_ids,
        ad_url=car.ad_url,
        make=car.make,
        model=car.model,
        year=car.year,
        price=int(car.price.amount) if car.price else None,
        text="\n".join(filter(None, [car.text, car.variant, inquiry.subject, said])),
        region=region,
    )


def asked_of(
    inquiry: Inquiry,
    found: Found | None,
    at: datetime,
    clock_from: datetime,
    others: tuple[int, ...],
) -> Asked:
    answered = inquiry.call is not None and inquiry.call.outcome == "answered"
    return Asked(
        channel=inquiry.source.channel,
        at=at,
        clock_from=clock_from,
        provider=inquiry.source.provider,
        campaign=inquiry.source.campaign,
        words=" ".join((inquiry.message or inquiry.subject).split())[:200],
        interest=interest_of(inquiry.vehicle),
        vehicle=found.vehicle if found else None,
        vehicle_reason=found.reason if found else "",
        vehicle_confidence=found.confidence if found else 0,
        has_trade_in=bool(inquiry.trade_ins),
        wants_finance=inquiry.finance is not None,
        wish=inquiry.wish,
        rings=1 if inquiry.call and inquiry.call.outcome in MISSED else 0,
        waits_for_us=not answered and inquiry.kind not in {"visit", "note"},
        check_fields=inquiry.check_fields,
        verified=inquiry.verified,
        others=others,
    )


def interest_of(car: Car | None) -> str:
    """The car in the sender's words, for a lead whose car is not in stock."""
    if car is None:
        return ""
    named = " ".join(filter(None, [car.make, car.model, car.variant, str(car.year or "")]))
    return " ".join((named or car.text or car.vin or car.stock_number).split())[:200]


def first_action(inquiry: Inquiry, due: datetime, dealership: Dealership) -> NextAction:
    """The next step that fits the channel it came by."""
    if inquiry.call is not None:
        if inquiry.call.outcome != "answered":
            return NextAction(NextKind.CALL_BACK, due)
        later = due_after(dealership, due, NOTE_A_CALL_WITHIN_MINUTES)
        return NextAction(NextKind.WAIT, later, "call_to_note")
    if inquiry.kind in {"visit", "note"}:
        return NextAction(NextKind.CALL, due)
    only_a_phone = bool(inquiry.person.phones) and not (
        inquiry.person.emails or inquiry.person.identities
    )
    return NextAction(NextKind.CALL if only_a_phone else NextKind.REPLY, due)
