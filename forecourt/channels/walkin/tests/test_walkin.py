"""A capture sheet is read as it was written, whatever stands in it."""

import json
from datetime import UTC, datetime

import pytest

from forecourt.capture.envelope import Envelope
from forecourt.capture.inquiry import Car, Context, Source
from forecourt.channels.walkin.parse import parse, read_sheet
from forecourt.channels.walkin.receive import dedupe, prove

AT = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def test_a_sheet_is_a_visit_under_the_chip_that_was_tapped() -> None:
    inquiry = read_sheet(
        {"source": "whatsapp", "phone": "0170 5550120", "name": " Lena  S. ", "trade_in": "yes",
         "car": "Golf", "client_id": "7c1f1f9e-0001", "written_at": "2026-11-20T08:00:00.000Z"}
    )  # fmt: skip

    assert (inquiry.kind, inquiry.source) == ("visit", Source("whatsapp"))
    assert inquiry.provider_id == "sheet:7c1f1f9e-0001"
    assert (inquiry.person.name, inquiry.person.phones) == ("Lena S.", ("0170 5550120",))
    assert inquiry.vehicle == Car(text="Golf")
    assert inquiry.trade_ins
    assert inquiry.acted_at == datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "yesterday", "2026-11-20T08:00:00", "9" * 500])
def test_a_time_without_zone_or_sense_is_no_time(written: str) -> None:
    assert read_sheet({"name": "Lena", "written_at": written}).acted_at is None


def test_an_unknown_source_is_a_walk_in() -> None:
    assert read_sheet({"source": "../x", "name": "Lena"}).source == Source("walkin")


@pytest.mark.parametrize("body", [b"", b"\xff\x00", b"[]", b"{}", b'{"name": null}', b"[" * 5000])
def test_no_bytes_stop_the_reader(body: bytes) -> None:
    assert parse(body, Context(AT)).state == "held"


def test_a_stored_sheet_is_read_again() -> None:
    reading = parse(json.dumps({"name": "Lena"}).encode(), Context(AT))

    assert [inquiry.person.name for inquiry in reading.inquiries] == ["Lena"]


def test_nobody_outside_may_send_one() -> None:
    envelope = Envelope("walkin", b"{}", AT)

    assert not prove(envelope, {})
    assert dedupe(envelope) == dedupe(envelope)
