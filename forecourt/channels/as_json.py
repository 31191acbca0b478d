"""A reading as a line of JSON, for `forecourt read`."""

from typing import Any

from forecourt.capture.facts import as_plain
from forecourt.capture.inquiry import Inquiry, Reading


def reading_as_json(reading: Reading) -> dict[str, Any]:
    """`{inquiries, state, warnings}`; unknown values are null. A notice is listed by its kind."""
    return {
        "inquiries": [inquiry_as_json(inquiry) for inquiry in reading.inquiries],
        "notices": [as_plain(notice) for notice in reading.notices],
        "state": reading.state,
        "held": reading.held,
        "reason": reading.reason or None,
        "warnings": list(reading.warnings),
    }


def inquiry_as_json(inquiry: Inquiry) -> dict[str, Any]:
    person = inquiry.person
    return {
        "customer": {
            "name": person.name or None,
            "company": person.company or None,
            "phones": list(person.phones),
            "emails": list(person.emails),
            "identities": [as_plain(one) for one in person.identities],
            "language": person.language or None,
            "address": person.address or None,
        },
        "vehicle": as_plain(inquiry.vehicle) if inquiry.vehicle else None,
        "trade_in": as_plain(inquiry.trade_ins[0]) if inquiry.trade_ins else None,
        "trade_ins": [as_plain(car) for car in inquiry.trade_ins],
        "finance": as_plain(inquiry.finance) if inquiry.finance else None,
        "message": inquiry.message or None,
        "subject": inquiry.subject or None,
        "kind": inquiry.kind,
        "call": as_plain(inquiry.call) if inquiry.call else None,
        "attachments": [as_plain(one) for one in inquiry.attachments],
        "source": as_plain(inquiry.source),
        "provider_id": inquiry.provider_id or None,
        "received_at": inquiry.acted_at.isoformat() if inquiry.acted_at else None,
        "wish": inquiry.wish or None,
        "verified": inquiry.verified,
        "check_fields": inquiry.check_fields,
    }
