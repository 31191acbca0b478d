"""The public form: fields to inquiry, spam held, the same sending known again."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from forecourt.capture.envelope import Envelope
from forecourt.capture.inquiry import Car, Context, Finance, Money, Reading, Source
from forecourt.channels.form.parse import parse
from forecourt.channels.form.receive import dedupe, prove

SAMPLES = Path(__file__).parent.parent / "samples"
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def read(body: bytes, content_type: str = "application/json") -> Reading:
    return parse(body, Context(received_at=AT, content_type=content_type))


def test_an_inquiry_in_json_is_read() -> None:
    reading = read((SAMPLES / "01_inquiry.json").read_bytes())

    (found,) = reading.inquiries
    assert (found.kind, found.source) == ("form", Source("form", campaign="newsletter / november"))
    assert found.provider_id == "5f0c2a1e-7d8b-4c11-9a60-001122334455"
    assert (found.person.name, found.person.phones) == ("Owen Price", ("07700 900118",))
    assert (found.person.language, found.person.call_window) == ("en", "evening")
    assert found.vehicle == Car(
        text="VW Golf", stock_number="GF-1187", ad_url="https://www.autohaus-beispiel.example/golf"
    )
    assert found.extra["utm_source"] == "newsletter"


def test_a_trade_in_form_describes_the_car_offered() -> None:
    body = (SAMPLES / "02_trade_in.form.txt").read_bytes()

    (found,) = read(body, "application/x-www-form-urlencoded").inquiries

    assert found.vehicle == Car(text="BMW 320d")
    assert found.trade_ins == (
        Car(
            vin="1FM5K8D87HGA00123",
            plate="WA 12345",
            make="Ford",
            model="Explorer",
            year=2017,
            mileage=88400,
            mileage_unit="mi",
            interest="trade-in",
        ),
    )
    assert found.message == "Proszę o wycenę"


def test_a_finance_form_says_what_can_be_paid() -> None:
    body = json.dumps(
        {"name": "Lena", "kind": "finance", "down_payment": "3.000 €", "monthly": 260}
    ).encode()

    (found,) = read(body).inquiries

    assert found.finance == Finance(
        method="finance",
        down_payment=Money(Decimal(3000), "EUR"),
        monthly=Money(Decimal(260)),
    )


def test_cars_in_inner_tables_are_read() -> None:
    body = json.dumps(
        {
            "name": "Owen",
            "car": {"make": "VW", "model": "Golf"},
            "trade_in": {"make": "Opel", "plate": "AB12 CDE"},
        }
    ).encode()

    (found,) = read(body).inquiries

    assert found.vehicle == Car(make="VW", model="Golf")
    assert found.trade_ins == (Car(make="Opel", plate="AB12 CDE", interest="trade-in"),)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "x", "email": "a@example.com", "website": "https://spam.example"},
        {"name": "x", "email": "a@example.com", "elapsed_ms": 200},
        {"name": "x", "message": "http://a http://b http://c http://d"},
        {"name": "win http://a.example", "email": "a@example.com"},
    ],
)
def test_spam_is_held_with_its_reason(fields: dict[str, object]) -> None:
    reading = read(json.dumps(fields).encode())

    assert (reading.state, reading.held) == ("held", "spam")
    assert reading.reason.endswith(".")


def test_without_phone_mail_or_name_nobody_can_be_reached() -> None:
    reading = read(b'{"message": "is it there?"}')

    assert (reading.state, reading.held) == ("held", "unreadable")
    assert "no way to reach the sender" in reading.reason


def test_a_mistyped_address_is_kept_and_marked() -> None:
    (found,) = read(b'{"name": "Owen", "email": "owen.example.com"}').inquiries

    assert found.person.emails == ()
    assert found.extra["email_as_typed"] == "owen.example.com"
    assert found.check_fields


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a":' * 500, b"<a>"])
@pytest.mark.parametrize("kind", ["application/json", "", "application/x-www-form-urlencoded"])
def test_nonsense_is_held(body: bytes, kind: str) -> None:
    assert read(body, kind).state == "held"


def test_the_same_sending_is_known_again() -> None:
    def key(body: bytes, at: datetime) -> str:
        return dedupe(Envelope("form", body, at, headers={"content-type": "application/json"}))

    sample = (SAMPLES / "01_inquiry.json").read_bytes()
    bare = b'{"name": "Owen", "id": "contact-form-7"}'
    later = AT + timedelta(hours=1)

    assert key(sample, AT) == key(sample, later)
    assert key(bare, AT) == key(bare, AT + timedelta(minutes=5))
    assert key(bare, AT) != key(bare, later)
    assert prove(Envelope("form", bare, AT), {})
