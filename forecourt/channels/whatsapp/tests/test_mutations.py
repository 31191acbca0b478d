"""Hundreds of bodies that nobody wrote, each ending in a reading."""

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from forecourt.capture.inquiry import Reading
from forecourt.channels.whatsapp.parse import parse
from forecourt.channels.whatsapp.tests.reading import CONTEXT, SAMPLES, delivery

GOOD = sorted(path for path in SAMPLES.glob("*.json") if path.name[0] in "0123m")


def test_mutated_samples_never_raise_and_are_read_quickly() -> None:
    chance = random.Random(20261119)  # noqa: S311
    slowest = 0.0
    for path in GOOD:
        original = path.read_bytes()
        for _ in range(12):
            body = bytearray(original)
            for _ in range(chance.randint(1, 8)):
                place = chance.randrange(len(body))
                body[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
            started = time.perf_counter()
            _assert_storable(parse(bytes(body), CONTEXT))
            slowest = max(slowest, time.perf_counter() - started)
    assert slowest < 0.25


KEYS = st.sampled_from(
    [
        "id",
        "from",
        "from_user_id",
        "type",
        "timestamp",
        "text",
        "body",
        "image",
        "caption",
        "contacts",
        "name",
        "phones",
        "phone",
        "profile",
        "wa_id",
        "user_id",
        "interactive",
        "nfm_reply",
        "response_json",
        "order",
        "product_items",
        "reaction",
        "context",
        "referral",
        "system",
        "edit",
        "revoke",
        "message",
        "errors",
        "code",
        "metadata",
        "threads",
        "messages",
        "history_context",
        "statuses",
        "status",
        "pricing",
        "error_data",
        "contact",
    ]
)
PARTS = (
    "messages",
    "statuses",
    "message_echoes",
    "history",
    "state_sync",
    "user_preferences",
    "errors",
)
TYPES = ("text", "image", "contacts", "order", "interactive", "reaction", "system", "edit")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)


@settings(max_examples=50, deadline=None)
@given(
    part=st.sampled_from(PARTS),
    items=st.lists(st.dictionaries(KEYS, JSON, max_size=8), max_size=3),
    type_=st.sampled_from(TYPES),
)
def test_any_json_in_any_part_is_read_without_an_exception(
    part: str, items: list[dict[str, object]], type_: str
) -> None:
    typed = [{"type": type_} | item for item in items]
    reading = parse(delivery({part: typed}, part), CONTEXT)
    assert "could not be read (" not in reading.reason
    _assert_storable(reading)


def _assert_storable(reading: Reading) -> None:
    repr(reading).encode()
    assert "\\x00" not in repr([one.message for one in reading.inquiries])
    assert reading.state == "read" or reading.reason


def test_a_full_batch_of_three_megabytes_is_read_in_two_seconds() -> None:
    message = {"from": "491713920042", "type": "text", "text": {"body": "x" * 200}}
    many = [message | {"id": f"wamid.{number}"} for number in range(9_000)]
    contacts = [{"wa_id": str(490_000_000_000 + number)} for number in range(200)]
    body = delivery({"messages": many, "contacts": contacts})
    started = time.perf_counter()
    assert len(parse(body, CONTEXT).inquiries) == 9_000
    assert time.perf_counter() - started < 2
