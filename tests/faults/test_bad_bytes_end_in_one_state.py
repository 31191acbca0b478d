"""R8: mutated deliveries never raise, never end in a 500, and each ends in exactly one state."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from forecourt.capture.envelope import Envelope
from forecourt.capture.inquiry import Context
from forecourt.capture.models import Connection, Inbound
from forecourt.capture.verbs.read_inbound import claim, read_inbound
from forecourt.capture.verbs.store import row_of, store
from forecourt.channels import CHANNELS
from forecourt.channels.registry import parse, receiver
from forecourt.channels.verbs.connect_all import connect_all
from forecourt.commands.feed import SAMPLES, content_type
from forecourt.commands.invariants import faults
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for, all_dealerships
from tests.faults.deliveries import FORM
from tests.faults.sizes import SEED, size

pytestmark = [pytest.mark.fault, pytest.mark.slow]
PARSED, READ = size("PARSED", 5000), size("READ", 300)
LONGEST = 60_000
TYPES = ["application/json", "application/xml", "message/rfc822", "text/plain", FORM, "", "\x00;="]
SPLINTERS = [
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b'"\\ud800"', b"9" * 400, b"9223372036854775808",
    b"1e999", b"-0", b"NaN", b"null", b"[[[[[[[[", b'{"a":', b"]}" * 9, b"<!DOCTYPE a>", b"&a;",
    "\u202e\u2066".encode(), b"\r\n\r\n", b"=?utf-7?q?x?=", b"%00", b"%ff%fe", b"&" * 50, b"'\"--",
    b"{{7*7}}", b"\x1b[31m", "\U0001f697".encode() * 40,
]  # fmt: skip


def samples() -> list[tuple[str, bytes, str]]:
    """(channel, bytes, content type) of every sample that is not an index."""
    return [
        (channel, path.read_bytes()[:LONGEST], content_type(path))
        for channel in CHANNELS
        for path in sorted((SAMPLES / channel / "samples").glob("*"))
        if path.is_file() and path.name != "INDEX.json"
    ]


def mutated(body: bytes, chance: random.Random) -> bytes:
    """A few cuts, flips, repetitions, splinters and swaps."""
    changed = bytearray(body)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed) + 1)
        to = min(len(changed), at + chance.randint(0, 60))
        match chance.randrange(7):
            case 0:
                del changed[at:to]
            case 1:
                changed[at:at] = chance.choice(SPLINTERS)
            case 2:
                changed[at:to] = chance.choice(SPLINTERS)
            case 3 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case 4:
                changed[at:at] = changed[at:to] * chance.randint(1, 40)
            case 5:
                del changed[at:]
            case 6:
                changed[at:to] = bytes(reversed(changed[at:to]))
    return bytes(changed[:LONGEST])


def deliveries(seed: int) -> Iterator[tuple[str, bytes, str]]:
    chance, known = random.Random(seed), samples()  # noqa: S311
    while True:
        channel, body, kind = chance.choice(known)
        if chance.random() < 0.05:
            channel = chance.choice(CHANNELS)
        if chance.random() < 0.1:
            kind = chance.choice(TYPES)
        yield channel, mutated(body, chance), kind


def test_no_bytes_stop_a_parser() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("parsers know no database")
    at, broken = datetime(2026, 11, 20, tzinfo=UTC), []
    for channel, body, kind in islice(deliveries(SEED), PARSED):
        context = Context(received_at=at, content_type=kind, headers={"content-type": kind})
        envelope = Envelope(channel, body, at, headers={"content-type": kind})
        module: Any = receiver(channel)
        try:
            parse(channel, body, context)
            module.dedupe(envelope)
            module.prove(envelope, dict.fromkeys(module.SECRETS, "x"))
            getattr(module, "answer", lambda *_: None)(envelope, {})
        except Exception as fault:
            broken.append((channel, repr(fault), body[:80]))
    print(f"{PARSED} mutated deliveries parsed, {len(broken)} raised")
    assert broken == []


def test_every_delivery_that_is_taken_ends_in_one_state(
    lot: Dealership, karol: Staff, caplog: pytest.LogCaptureFixture
) -> None:
    at = timezone.now()
    with acting_for(lot):
        connect_all(lot, at=at)
        ways = {one.channel: one for one in Connection.objects.all()}
    ways["walkin"] = ways["form"]
    rows = [
        row_of(
            ways[channel],
            Envelope(
                channel, body, at, headers={"content-type": kind}, query=body[:50].decode("latin-1")
            ),
            str(number),
        )
        for number, (channel, body, kind) in enumerate(islice(deliveries(SEED + 1), READ))
    ]
    with all_dealerships():
        store(rows)
    for hour in range(8):
        while True:
            with all_dealerships():
                mine = claim(at=at + timedelta(hours=hour))
            if not mine:
                break
            for row in mine:
                read_inbound(row, parse=parse, at=at + timedelta(hours=hour))

    with all_dealerships():
        ended = list(Inbound.objects.values_list("state", "attempts", "reason"))
    failed = {reason for _, _, reason in ended if reason.startswith("Reading it failed")}
    print(f"{READ} read: {sorted({state for state, _, _ in ended})}")
    assert len(ended) == READ
    assert {state for state, _, _ in ended} <= {"done", "held", "unrouted"}
    assert not failed, (failed, [r.exc_text or r.getMessage() for r in caplog.records][:1])
    assert faults() == []


def test_every_channel_with_a_door_has_samples_to_mutate() -> None:
    assert {channel for channel, _, _ in samples()} >= set(CHANNELS) - {"walkin"}
    assert isinstance(SAMPLES, Path)
