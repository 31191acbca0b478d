"""Text and JSON from outside cannot hurt what reads them next."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecourt.channels.cleaning import clean, list_of, mapping_of, safe_json, text_of


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("  Guten Tag ", "Guten Tag"),
        ("a\x00b\x07c\x1bd\x7fe\x85f", "abcdef"),
        ("a\tb\nc\r\nd\re", "a\tb\nc\nd\ne"),
        ("\u202eabc\u202c \u2066x\u2069 \u200e\u200f\u061c", "abc x"),
        ("\ud800Golf\udfff", "Golf"),
        ("Łódź 中文 \U0001f44d\u200d", "Łódź 中文 \U0001f44d\u200d"),
    ],
)
def test_only_what_no_store_or_screen_takes_is_left_out(given_: str, kept: str) -> None:
    assert clean(given_, 100) == kept


@settings(max_examples=100)
@given(st.text(st.characters()), st.integers(0, 20))
def test_clean_text_can_be_stored_and_is_not_too_long(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    cleaned.encode()
    assert len(cleaned) <= limit
    assert "\x00" not in cleaned
    assert clean(cleaned, limit) == cleaned


FAULTY = {
    "empty": b"",
    "truncated": b'{"a": [1, 2',
    "deep list": b"[" * 100_000,
    "deep object": b'{"a":' * 100_000,
    "33 levels": b"[" * 33 + b"]" * 33,
    "5,000 digits": b"9" * 5000,
    "negative digits": b"-" + b"9" * 41,
    "long fraction": b"0." + b"1" * 5000,
    "infinite": b"1e999",
    "NaN": b"[NaN]",
    "Infinity": b"-Infinity",
    "not UTF-8": b'"\xff"',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "open quote": b'"' + b"\\" * 1_000_001,
    "many quotes": b'"a' * 500_000,
    "two values": b"{} {}",
}


@pytest.mark.parametrize("fault", FAULTY)
def test_json_that_is_not_plain_and_sane_is_a_value_error_and_quick(fault: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ValueError, match=r"."):
        safe_json(FAULTY[fault])
    assert time.perf_counter() - started < 2


def test_plain_json_is_read_as_it_is() -> None:
    value: object = {"a": [1, -2.5, None, True, "ł\ud83d\udc4d"], "b": "[[[[" * 20, "c": '"\\{'}
    assert safe_json(json.dumps(value).encode()) == json.loads(json.dumps(value))
    assert safe_json(b"\xef\xbb\xbf[]") == []
    assert safe_json(b"[" * 32 + b"]" * 32)


@settings(max_examples=150)
@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_but_a_value_error(body: bytes) -> None:
    try:
        safe_json(body)
    except ValueError as problem:
        assert str(problem)  # noqa: PT017  either outcome is right


def test_a_value_of_another_type_is_empty() -> None:
    values: list[object] = [" a ", 5, 1.5, True, None, [], {}]
    assert [text_of(value) for value in values] == ["a", "5", "1.5", "", "", "", ""]
    assert mapping_of([1]) == {}
    assert list_of("ab") == []
