"""ADF posted as a field, refused declarations, and values as people write them."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from forecourt.capture.inquiry import Context
from forecourt.channels.adf.parse import parse
from forecourt.channels.adf.values import distance, moment, number, year

SAMPLE = (Path(__file__).parent.parent / "samples" / "03_batch_three_prospects.xml").read_bytes()
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("field", ["xml", "adf"])
def test_a_field_holds_the_document(field: str) -> None:
    body = urlencode({field: SAMPLE.decode()}).encode()
    kind = "application/x-www-form-urlencoded"

    assert len(parse(body, Context(received_at=AT, content_type=kind)).inquiries) == 3
    assert len(parse(body, Context(received_at=AT)).inquiries) == 3


def test_a_part_of_a_multipart_post_holds_the_document() -> None:
    body = b'--q\r\nContent-Disposition: form-data; name="adf"\r\n\r\n' + SAMPLE + b"\r\n--q--\r\n"
    context = Context(received_at=AT, content_type='multipart/form-data; boundary="q"')

    assert len(parse(body, context).inquiries) == 3


def test_a_bare_document_type_is_cut_out_and_one_from_the_net_refused() -> None:
    bare = SAMPLE.replace(b"<adf>", b"<!DOCTYPE adf><adf>", 1)
    remote = SAMPLE.replace(b"<adf>", b'<!DOCTYPE adf SYSTEM "http://x.example/a.dtd"><adf>', 1)

    assert len(parse(bare, Context(received_at=AT)).inquiries) == 3
    assert parse(remote, Context(received_at=AT)).held == "unsafe"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15.990,00 EUR", "15990.00"),
        ("$15,990", "15990"),
        ("17.900,- VB", "17900"),
        ("52 000 zł", "52000"),
        ("1.234.567", "1234567"),
        ("12k", "12000"),
        ("260", "260"),
        ("2150.50", "2150.50"),
    ],
)
def test_numbers_are_read_as_written_anywhere(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


def test_words_instead_of_numbers_are_none() -> None:
    assert number("call") is None
    assert distance("98.450 km") == (98450, "km")
    assert distance("88400", "miles") == (88400, "mi")
    assert (year("'17"), year("03/2019"), year("")) == (2017, 2019, None)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-11-18T09:42:11+01:00", datetime(2026, 11, 18, 8, 42, 11, tzinfo=UTC)),
        ("20261118T094211+0100", datetime(2026, 11, 18, 8, 42, 11, tzinfo=UTC)),
        ("2026-11-18T9:42:11-05:0", datetime(2026, 11, 18, 14, 42, 11, tzinfo=UTC)),
        ("2026-11-18 09:42", datetime(2026, 11, 18, 9, 42, tzinfo=ZONE)),
        ("11/18/2026", datetime(2026, 11, 18, tzinfo=ZONE)),
        ("18.11.2026 09:42", datetime(2026, 11, 18, 9, 42, tzinfo=ZONE)),
    ],
)
def test_times_are_read_with_their_offset_or_the_lots_zone(text: str, when: datetime) -> None:
    assert moment(text, ZONE, month_first=True) == when


def test_a_time_without_sense_is_none() -> None:
    assert moment("", ZONE) is None
    assert moment("99/99/2026", ZONE) is None
