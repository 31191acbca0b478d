"""Deliveries as providers send them, each with a mark by which it is known again when stored."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Delivery:
    channel: str
    mark: str  # stands in the stored message
    body: bytes
    content_type: str
    phone: str  # one customer of its own


@dataclass(frozen=True, slots=True)
class Door:
    """A connection as `forecourt channels --json` tells it."""

    path: str
    secrets: Mapping[str, str]


def whatsapp(number: int) -> Delivery:
    phone, mark = _phone(number), _mark(number)
    message = {
        "from": phone[1:],
        "id": f"wamid.{mark}",
        "timestamp": "1795082400",
        "type": "text",
        "text": {"body": f"Is the Golf still there? {mark}"},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "493023125000", "phone_number_id": "1098"},
        "contacts": [{"profile": {"name": f"Customer {number}"}, "wa_id": phone[1:]}],
        "messages": [message],
    }
    entry = [{"id": "1020", "changes": [{"value": value, "field": "messages"}]}]
    body = {"object": "whatsapp_business_account", "entry": entry}
    return Delivery("whatsapp", mark, json.dumps(body).encode(), "application/json", phone)


def form(number: int) -> Delivery:
    phone, mark = _phone(number), _mark(number)
    body = {
        "id": f"5f0c2a1e-7d8b-4c11-9a60-{number:012d}",
        "name": f"Customer {number}",
        "phone": phone,
        "message": f"Please call me. {mark}",
        "elapsed_ms": 41000,
    }
    return Delivery("form", mark, json.dumps(body).encode(), "application/json", phone)


def adf(number: int) -> Delivery:
    phone, mark = _phone(number), _mark(number)
    body = (
        '<?xml version="1.0"?><?adf version="1.0"?><adf><prospect>'
        f'<id source="AutoMarkt24">{mark}</id><requestdate>2026-11-21T12:00:00Z</requestdate>'
        '<vehicle interest="buy"><make>Tesla</make><model>Model 3</model></vehicle>'
        f'<customer><contact><name part="full">Customer {number}</name><phone>{phone}</phone>'
        f"</contact><comments>Hello {mark}</comments></customer>"
        "<vendor><vendorname>X</vendorname></vendor></prospect></adf>"
    )
    return Delivery("adf", mark, body.encode(), "application/xml", phone)


def calls(number: int) -> Delivery:
    phone, mark = _phone(number), _mark(number)
    body = {
        "id": mark,
        "from": phone,
        "to": "+493023125010",
        "at": "2026-11-20T12:00:00+01:00",
        "outcome": "missed",
    }
    return Delivery("calls", mark, json.dumps(body).encode(), "application/json", phone)


def mail(number: int) -> Delivery:
    phone, mark = _phone(number), _mark(number)
    body = (
        f"From: Customer {number} <customer{number}@example.org>\r\n"
        "To: leads@autohaus-beispiel.example\r\n"
        f"Subject: A question {mark}\r\nMessage-ID: <{mark}@mail.example.org>\r\n"
        "Date: Wed, 18 Nov 2026 09:42:11 +0100\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=UTF-8\r\n\r\nIs the Golf there? {mark}\r\n"
    )
    return Delivery("mail", mark, body.encode(), "message/rfc822", phone)


def sipgate(number: int) -> Delivery:
    phone, mark = _phone(number), _mark(number)
    body = urlencode(
        {
            "event": "hangup", "cause": "cancel", "callId": mark, "from": phone[1:],
            "to": "493023125010", "direction": "in", "answeringNumber": "493023125010",
        }
    )  # fmt: skip
    return Delivery("sipgate", mark, body.encode(), FORM, phone)


MAKERS = (whatsapp, form, adf, calls, mail, sipgate)


def deliveries(begin: int = 0) -> Iterator[Delivery]:
    """Endless; every one a new customer, the channels in turn."""
    for number in count(begin):
        yield MAKERS[number % len(MAKERS)](number)


def _phone(number: int) -> str:
    return f"+49170{number:07d}"


def _mark(number: int) -> str:
    return f"mk{number:07d}z"
