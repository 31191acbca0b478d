"""Mutated samples, bombs and slow patterns: every door answers, and soon."""

import importlib
import pkgutil
import random
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import forecourt.channels.adf
import forecourt.channels.form
import forecourt.channels.mail
from forecourt.capture.envelope import Envelope
from forecourt.capture.inquiry import Context, Reading
from forecourt.channels.adf.parse import parse as parse_adf
from forecourt.channels.form.parse import parse as parse_form
from forecourt.channels.form.receive import dedupe as dedupe_form
from forecourt.channels.mail.parse import parse as parse_mail
from forecourt.channels.mail.receive import dedupe as dedupe_mail
from forecourt.channels.mail.receive import prove, refusal

CHANNELS = Path(forecourt.channels.mail.__file__).parent.parent
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
KINDS = ("", "message/rfc822", "application/json", "application/x-www-form-urlencoded",
         "multipart/form-data; boundary=x", "text/xml; charset=utf-7")  # fmt: skip
SPLICES = (b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"=?utf-8?b?/////?=",
           b"=?x?q?=FF?=", b"\r\n\r\n",
           b"<adf>", b"&lt;adf&gt;", b"<!DOCTYPE", b"]]>", b"--b1",
           b"Content-Type: multipart/mixed; boundary=\r\n",
           b'"', b"(" * 300, b"<" * 200,
           b"Date: Mon, 99 Foo 99999999999\r\n",

           b"%ff%00", b"9" * 400, b'{"events":[{"data":[]}]}', b"charset=hex",
           b"\xe2\x80\xae")  # fmt: skip


def bodies() -> list[bytes]:
    folders = ("mail", "adf", "form")
    files = [f for name in folders for f in sorted((CHANNELS / name / "samples").iterdir())]
    return [file.read_bytes() for file in files]


def mutations(count: int) -> Iterator[tuple[bytes, str]]:
    chance = random.Random(20261120)  # noqa: S311 - repeatable, no secret
    samples = bodies()
    for _ in range(count):
        body = bytearray(chance.choice(samples)[:6000])
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(body) + 1)
            if chance.random() < 0.4:
                body[place:place] = chance.choice(SPLICES)
            elif chance.random() < 0.5:
                del body[place : place + chance.randint(1, 80)]
            elif body:
                body[place % len(body)] = chance.randrange(256)
        yield bytes(body), chance.choice(KINDS)


def test_mutated_bodies_are_answered_at_every_door() -> None:
    broken: list[str] = []
    for body, kind in mutations(300):
        context = Context(received_at=AT, content_type=kind)
        for parse in (parse_mail, parse_adf, parse_form):
            reading = parse(body, context)
            assert isinstance(reading, Reading)
            assert (reading.state == "held") == bool(reading.reason)
            if "Error)" in reading.reason:
                broken.append(f"{reading.reason} {body[:80]!r}")
        envelope = Envelope("mail", body, AT, headers={"content-type": kind})
        assert dedupe_mail(envelope)
        assert dedupe_form(envelope)
        assert prove(envelope, {"mailgun_signing_key": "k", "autotrader_webhook_secret": "k"}) in (
            True,
            False,
        )
        refusal(envelope)
    assert broken == []


def nested(depth: int) -> bytes:
    head = b"From: a@example.org\r\nSubject: deep\r\n"
    for level in range(depth):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
    return head + b"Content-Type: text/plain\r\n\r\nthe words\r\n"


BOMBS = {
    "nested 15": nested(15),
    "nested 150": nested(150),
    "nested 2000": nested(2000),
    "parts": b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 5000,
    "headers": b"X-A: b\r\n" * 50_000 + b"From: a@example.org\r\n\r\nhi",
    "long header": b"Subject: " + b"=?utf-8?q?=C3?= " * 20_000 + b"\r\n\r\nhi",
    "comments": b"From: " + b"(" * 50_000 + b"\r\n\r\nhi",
    "addresses": b"To: " + b"a@example.org, " * 20_000 + b"\r\n\r\nhi",
    "tags": b"Content-Type: text/html\r\n\r\n" + b"<a href=\"" * 30_000,
    "hidden": b"Content-Type: text/html\r\n\r\n" + b'<p style="display:none">' * 10_000
    + b"x</p>",
    "scripts": b"Content-Type: text/html\r\n\r\n" + b"<script>" * 30_000,
    "quotes": b"Content-Type: text/html\r\n\r\n" + b"<blockquote>" * 20_000,
    "adf tags": b"<adf><prospect>" + b"<id>" * 30_000,
    "adf cdata": b"<adf>" + b"<![CDATA[" * 30_000 + b"</adf>",
    "adf many": b"<adf><prospect><id>1</id></prospect></adf>" * 5000,
    "digits": b"From: a@example.org\r\n\r\n" + b"0171 " * 30_000,
    "json": b"[" * 100_000,
    "form": b"a=1&" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_answered_within_seconds(name: str) -> None:
    body = BOMBS[name]
    context = Context(received_at=AT)
    started = time.process_time()

    readings = [parse(body, context) for parse in (parse_mail, parse_adf, parse_form)]

    assert time.process_time() - started < 3
    assert not [r.reason for r in readings if "Error)" in r.reason]


def test_fifteen_levels_still_show_the_words() -> None:
    (found,) = parse_mail(nested(15), Context(received_at=AT)).inquiries

    assert found.message == "the words"


def patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    found: dict[str, re.Pattern[str] | re.Pattern[bytes]] = {}
    for package in (forecourt.channels.mail, forecourt.channels.adf, forecourt.channels.form):
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if ".tests" in info.name:
                continue
            module = importlib.import_module(info.name)
            found |= {
                f"{info.name}.{name}": value
                for name, value in vars(module).items()
                if isinstance(value, re.Pattern)
            }
    return found


HARD = (
    "a", " ", "0", "<", "<a ", "<!", "=?", "=?a?q?", "1.", "1 ", "a@", "a.", "-", "--\n", "> ",
    "\n",
    "On ", "Am x\n", "From: a\n", "W dniu ", "A1", "AB-1", "&lt;", "http://a", "a: ", "a:b\n", "\t",
    " \n", "(", '"', "='", "a=1&", "Tel: 0171 ", "\r\n", "<x y=z ", "GA-", "123 km ", "€ 1.000",
    "id: x\n ", "Message-ID: ",
)  # fmt: skip


@pytest.mark.slow
def test_every_pattern_is_quick_on_a_hundred_kilobytes() -> None:
    slow: list[tuple[str, str, float]] = []
    for name, pattern in patterns().items():
        for unit in HARD:
            text = unit * (100_000 // len(unit)) + "\x01"
            started = time.process_time()
            if isinstance(pattern.pattern, bytes):
                sum(1 for _ in pattern.finditer(text.encode()))
            else:
                sum(1 for _ in pattern.finditer(text))
            took = time.process_time() - started
            if took > 1:
                slow.append((name, unit, took))
    assert slow == []
