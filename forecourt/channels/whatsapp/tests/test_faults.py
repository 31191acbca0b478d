"""Whatever the bytes, reading them ends in a reading."""

import pytest

from forecourt.capture.inquiry import Notice, held
from forecourt.channels.whatsapp.parse import parse
from forecourt.channels.whatsapp.tests.reading import CONTEXT, delivery, message, read


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
    reading = parse(delivery({"messages": ["x", 7, None, good], "statuses": {}}), CONTEXT)
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
    body = delivery({"messages": [{"id": "w", "type": "text", "text": {"body": "a"}}]})
    reading = parse(body.replace(b'"a"', b'"\\ud800 Hallo \\udfff"'), CONTEXT)
    assert reading.inquiries[0].message == "Hallo"
    reading.inquiries[0].message.encode()


@pytest.mark.parametrize("type_", ["text", "image", "contacts", "order", "interactive", "location"])
@pytest.mark.parametrize("wrong", [None, 1, "x", [], {}, [1], True, {"id": {}}])
def test_a_message_whose_content_has_the_wrong_type_is_still_an_inquiry(
    type_: str, wrong: object
) -> None:
    (inquiry,) = message(type=type_, **{type_: wrong}).inquiries
    assert inquiry.provider_id == "wamid.1"
    assert inquiry.message or inquiry.attachments


@pytest.mark.parametrize("type_", [None, 7, "", [], "no such type"])
def test_a_message_without_a_known_type_shows_a_placeholder(type_: object) -> None:
    (inquiry,) = message(type=type_).inquiries
    assert inquiry.message.startswith("[")
    assert inquiry.extra["kind"]


@pytest.mark.parametrize("answers", ["{", "[1]", '"x"', None, 5, '{"a": {"b": 1}}', "\ud800"])
def test_a_form_with_unreadable_answers_is_still_an_inquiry(answers: object) -> None:
    reply = {"name": "flow", "body": "Sent", "response_json": answers}
    (inquiry,) = message(
        type="interactive", interactive={"type": "nfm_reply", "nfm_reply": reply}
    ).inquiries
    assert inquiry.message == "Sent"


def test_news_of_the_account_is_for_the_owner() -> None:
    value = {"event": "FLAGGED", "current_limit": "TIER_1K", "nested": {"a": [1, {"b": True}]}}
    reading = parse(delivery(value, "phone_number_quality_update"), CONTEXT)
    (notice,) = reading.notices
    assert (notice.kind, notice.status, notice.text) == (
        "account",
        "phone_number_quality_update",
        "FLAGGED",
    )
    assert notice.detail["nested.a.1.b"] == "yes"


def test_a_status_that_names_no_message_is_left_out() -> None:
    reading = parse(delivery({"statuses": [{"status": "read"}, {"id": "w"}]}), CONTEXT)
    assert reading.notices == ()
    assert len(reading.warnings) == 2


def test_a_resumed_preference_is_an_opt_in_and_an_unknown_one_is_shown() -> None:
    wishes = [{"wa_id": "491713920042", "value": word} for word in ("resume", "perhaps")]
    notices = parse(delivery({"user_preferences": wishes}, "user_preferences"), CONTEXT).notices
    assert [one.kind for one in notices] == ["opt_in", "account"]


def test_staff_who_edit_on_the_phone_leave_an_edit_of_theirmessage() -> None:
    edit = {"original_message_id": "w0", "message": {"type": "text", "text": {"body": "neu"}}}
    echo = {"id": "w1", "to": "491713920042", "type": "edit", "edit": edit}
    (notice,) = parse(delivery({"message_echoes": [echo]}, "smb_message_echoes"), CONTEXT).notices
    assert isinstance(notice, Notice)
    assert (notice.kind, notice.about, notice.text) == ("edit", "w0", "neu")
