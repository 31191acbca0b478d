"""Whatever the bytes, reading them ends in a reading."""

import json
import random
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecourt.capture.inquiry import Identity, Notice, Reading, held
from forecourt.channels.whatsapp.parse import parse
from forecourt.channels.whatsapp.tests.reading import CONTEXT, LOT, SAMPLES, read

GOOD = sorted(path for path in SAMPLES.glob("*.json") if path.name[0] in "0123m")


def _delivery(value: dict[str, Any], field: str = "messages") -> bytes:
    metadata = {"phone_number_id": LOT, "display_phone_number": "493023125000"}
    change = {"field": field, "value": {"metadata": metadata} | value}
    root = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    return json.dumps(root).encode()


def _message(**facts: Any) -> Reading:
    base = {"from": "491713920042", "id": "wamid.1", "timestamp": "1795082400"}
    return parse(_delivery({"messages": [base | facts]}), CONTEXT)


def test_a_truncated_body_is_held() -> None:
    reading = read("m02_truncated.json.txt")
    assert (reading.state, reading.held) == ("held", "unreadable")
    assert "not sound JSON" in reading.reason


def test_wrong_types_are_left_out_one_by_one_and_the_delivery_is_held() -> None:
    assert read("m03_type_confusion.json") == held(
        "unreadable",
        "Nothing in the delivery could be read.",
        "Entry 1: 'messages' was left out: it is not a list.",
        "Entry 2 was left out: it has no changes.",
        "Entry 3: a change of 'messages' has no value.",
    )


def test_what_is_readable_beside_wrong_types_is_read() -> None:
    good = {"from": "491713920042", "id": "w1", "type": "text", "text": {"body": "Hallo"}}
    reading = parse(_delivery({"messages": ["x", 7, None, good], "statuses": {}}), CONTEXT)
    assert [one.message for one in reading.inquiries] == ["Hallo"]
    assert reading.state == "read"
    assert len(reading.warnings) == 5


def test_another_object_is_not_a_lead() -> None:
    assert read("m04_other_object.json") == held("not_a_lead", "The delivery is about 'page'.")


FAULTY = {
    "empty": b"",
    "deep list": b"[" * 100_000,
    "deep object": b'{"object":' * 100_000,
    "5,000 digits": b'{"object":"whatsapp_business_account","entry":' + b"9" * 5000 + b"}",
    "infinite": b'{"object":"whatsapp_business_account","entry":[1e999]}',
    "NaN": b'{"object":"whatsapp_business_account","entry":[NaN]}',
    "not UTF-8": b'{"object":"whatsapp_business_account\xff"}',
    "a list": b"[]",
    "a word": b'"whatsapp_business_account"',
    "no object": b"{}",
    "a form": b"a=b&c=d",
    "NUL": b"\x00" * 1000,
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_body_is_held_as_unreadable(fault: str) -> None:
    reading = parse(FAULTY[fault], CONTEXT)
    assert (reading.state, reading.held) == ("held", "unreadable")
    assert reading.reason


def test_lone_surrogates_leave_text_that_can_be_stored() -> None:
    body = _delivery({"messages": [{"id": "w", "type": "text", "text": {"body": "a"}}]})
    reading = parse(body.replace(b'"a"', b'"\\ud800 Hallo \\udfff"'), CONTEXT)
    assert reading.inquiries[0].message == "Hallo"
    reading.inquiries[0].message.encode()


@pytest.mark.parametrize("type_", ["text", "image", "contacts", "order", "interactive", "location"])
@pytest.mark.parametrize("wrong", [None, 1, "x", [], {}, [1], True, {"id": {}}])
def test_a_message_whose_content_has_the_wrong_type_is_still_an_inquiry(
    type_: str, wrong: object
) -> None:
    (inquiry,) = _message(type=type_, **{type_: wrong}).inquiries
    assert inquiry.provider_id == "wamid.1"
    assert inquiry.message or inquiry.attachments


@pytest.mark.parametrize("type_", [None, 7, "", [], "no such type"])
def test_a_message_without_a_known_type_shows_a_placeholder(type_: object) -> None:
    (inquiry,) = _message(type=type_).inquiries
    assert inquiry.message.startswith("[")
    assert inquiry.extra["kind"]


def test_a_contact_is_matched_by_its_id_and_not_by_its_place() -> None:
    contacts = [
        {"profile": {"name": "Tomek"}, "wa_id": "48512000033"},
        {"profile": {"name": "Nadia"}, "user_id": "DE.7", "parent_user_id": "DE.ENT.9"},
    ]
    messages = [
        {"from_user_id": "DE.7", "id": "w1", "type": "text", "text": {"body": "a"}},
        {"from": "48512000033", "id": "w2", "type": "text", "text": {"body": "b"}},
        {"from": "447700900118", "id": "w3", "type": "text", "text": {"body": "c"}},
    ]
    reading = parse(_delivery({"contacts": contacts, "messages": messages}), CONTEXT)
    assert [one.person.name for one in reading.inquiries] == ["Nadia", "Tomek", ""]
    assert reading.inquiries[0].person.identities == (
        Identity("whatsapp_user", "DE.7"),
        Identity("whatsapp_user", "DE.ENT.9"),
    )


def test_a_card_that_was_not_asked_for_is_somebody_else() -> None:
    card = {"name": {"formatted_name": "Stefan"}, "phones": [{"phone": "+49 30 23125 077"}]}
    (inquiry,) = _message(type="contacts", contacts=[card]).inquiries
    assert inquiry.person.phones == ("+491713920042",)
    assert inquiry.attachments[0].detail == {"phone": "+49 30 23125 077"}


@pytest.mark.parametrize(
    "url",
    [
        "http://lookaside.fbsbx.com/x",
        "https://fbsbx.com.attacker.example/x",
        "https://attacker.example/.fbsbx.com",
        "https://user@lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:8443/x",
        "https://[::1",
        "file:///etc/passwd",
        "https://attacker.example\\.fbsbx.com/",
    ],
)
def test_an_address_that_is_not_whatsapps_is_never_kept(url: str) -> None:
    (inquiry,) = _message(type="image", image={"id": "123", "url": url}).inquiries
    assert dict(inquiry.attachments[0].detail) == {}


@pytest.mark.parametrize("media_id", ["../../me", "", "12a", "1" * 65, "\u0661\u0662", None, []])
def test_a_media_id_that_is_no_number_drops_the_file(media_id: object) -> None:
    reading = _message(type="image", image={"id": media_id, "caption": "Kratzer"})
    assert reading.inquiries[0].attachments == ()
    assert reading.inquiries[0].message == "Kratzer"
    assert reading.warnings


@pytest.mark.parametrize("latitude", ["NaN", 91, "inf", None, "x", {}, True])
def test_impossible_coordinates_make_no_map_link(latitude: object) -> None:
    reading = _message(type="location", location={"latitude": latitude, "longitude": 13.4})
    assert "map" not in reading.inquiries[0].attachments[0].detail


@pytest.mark.parametrize("answers", ["{", "[1]", '"x"', None, 5, '{"a": {"b": 1}}', "\ud800"])
def test_a_form_with_unreadable_answers_is_still_an_inquiry(answers: object) -> None:
    reply = {"name": "flow", "body": "Sent", "response_json": answers}
    (inquiry,) = _message(
        type="interactive", interactive={"type": "nfm_reply", "nfm_reply": reply}
    ).inquiries
    assert inquiry.message == "Sent"


def test_news_of_the_account_is_for_the_owner() -> None:
    value = {"event": "FLAGGED", "current_limit": "TIER_1K", "nested": {"a": [1, {"b": True}]}}
    reading = parse(_delivery(value, "phone_number_quality_update"), CONTEXT)
    (notice,) = reading.notices
    assert (notice.kind, notice.status, notice.text) == (
        "account",
        "phone_number_quality_update",
        "FLAGGED",
    )
    assert notice.detail["nested.a.1.b"] == "yes"


def test_a_status_that_names_no_message_is_left_out() -> None:
    reading = parse(_delivery({"statuses": [{"status": "read"}, {"id": "w"}]}), CONTEXT)
    assert reading.notices == ()
    assert len(reading.warnings) == 2


def test_a_resumed_preference_is_an_opt_in_and_an_unknown_one_is_shown() -> None:
    wishes = [{"wa_id": "491713920042", "value": word} for word in ("resume", "perhaps")]
    notices = parse(_delivery({"user_preferences": wishes}, "user_preferences"), CONTEXT).notices
    assert [one.kind for one in notices] == ["opt_in", "account"]


def test_staff_who_edit_on_the_phone_leave_an_edit_of_their_message() -> None:
    edit = {"original_message_id": "w0", "message": {"type": "text", "text": {"body": "neu"}}}
    echo = {"id": "w1", "to": "491713920042", "type": "edit", "edit": edit}
    (notice,) = parse(_delivery({"message_echoes": [echo]}, "smb_message_echoes"), CONTEXT).notices
    assert isinstance(notice, Notice)
    assert (notice.kind, notice.about, notice.text) == ("edit", "w0", "neu")


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
    reading = parse(_delivery({part: typed}, part), CONTEXT)
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
    body = _delivery({"messages": many, "contacts": contacts})
    started = time.perf_counter()
    assert len(parse(body, CONTEXT).inquiries) == 9_000
    assert time.perf_counter() - started < 2
