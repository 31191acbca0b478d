"""Statuses, echoes, history and the like never become a lead."""

from dataclasses import replace

import pytest

from forecourt.capture.inquiry import Identity, Notice, Person, Reading
from forecourt.channels.whatsapp.tests.reading import (
    JONAS,
    LENA,
    LOT,
    TOMEK,
    at,
    person,
    read,
    wamid,
)

UNNAMED_JONAS = replace(JONAS, name="")
SERVICE = {
    "pricing_model": "PMP",
    "pricing_type": "free_customer_service",
    "pricing_category": "service",
    "billable": "no",
}


def _status(code: str, word: str, **facts: object) -> Notice:
    about = wamid(code)
    notice = Notice("status", provider_id=f"{about}:{word}", about=about, receiver=LOT, status=word)
    return replace(notice, **facts)  # type: ignore[arg-type]


EXPECTED = {
    "12_reaction_and_removal.json": (
        Notice(
            "reaction",
            provider_id=wamid("AwMTI"),
            about=wamid("A5MDM"),
            text="\U0001f44d",
            at=at(10, 3, 50),
            person=JONAS,
            receiver=LOT,
        ),
        Notice(
            "reaction",
            provider_id=wamid("AwMTM"),
            about=wamid("A5MDM"),
            at=at(10, 4, 20),
            person=JONAS,
            receiver=LOT,
            detail={"removed": "yes"},
        ),
    ),
    "16_system_number_and_userid_change.json": (
        Notice(
            "identity_changed",
            provider_id=wamid("AwMTc"),
            text="User Jonas Becker changed from 491713920042 to 491713920077",
            at=at(10, 6, 40),
            person=person("", "491713920042"),
            receiver=LOT,
            status="user_changed_number",
            detail={"new_whatsapp": "491713920077"},
        ),
        Notice(
            "identity_changed",
            provider_id=wamid("AwMTg"),
            text="User Lena changed to a new business-scoped ID",
            at=at(10, 6, 50),
            person=replace(LENA, name=""),
            receiver=LOT,
            status="user_changed_user_id",
            detail={"new_whatsapp_user": "DE.11122233344455566"},
        ),
    ),
    "19_edit_and_revoke.json": (
        Notice(
            "edit",
            provider_id=wamid("AwMjE"),
            about=wamid("AwMDE"),
            text="Guten Tag, ist der Golf GF-1187 noch da? Barzahlung.",
            at=at(10, 7, 20),
            person=JONAS,
            receiver=LOT,
        ),
        Notice(
            "revoke",
            provider_id=wamid("AwMjI"),
            about=wamid("AwMDE"),
            at=at(10, 7, 30),
            person=JONAS,
            receiver=LOT,
        ),
    ),
    "21_status_sent_delivered_read_out_of_order.json": (
        _status("A5MDY", "read", at=at(10, 8, 25), person=JONAS, detail=SERVICE),
        _status(
            "A5MDY",
            "sent",
            at=at(10, 8, 20),
            person=JONAS,
            detail={"callback": "outbox:88"} | SERVICE,
        ),
        _status("A5MDY", "delivered", at=at(10, 8, 22), person=JONAS, detail=SERVICE),
    ),
    "22_status_failed_131047.json": (
        _status(
            "A5MDc",
            "failed",
            at=at(10, 10),
            person=UNNAMED_JONAS,
            detail={
                "error_code": "131047",
                "error": "Message failed to send because more than 24 hours have passed since "
                "the customer last replied to this number.",
            },
        ),
    ),
    "23_status_legacy_conversation_object.json": (
        _status(
            "A5MDg",
            "sent",
            at=at(10, 0),
            person=person("", "491713920042"),
            detail={
                "pricing_model": "CBP",
                "pricing_category": "referral_conversion",
                "conversation_origin": "referral_conversion",
                "billable": "yes",
            },
        ),
    ),
    "24_status_bsuid_recipient.json": (
        _status("A5MDk", "delivered", at=at(10, 11, 40), person=LENA, detail=SERVICE),
    ),
    "26_smb_message_echo.json": (
        Notice(
            "echo",
            provider_id=wamid("AwNDA"),
            text="Ja, der Golf ist noch da. Samstag 11 Uhr?",
            at=at(10, 15),
            person=UNNAMED_JONAS,
            receiver=LOT,
            detail={"type": "text"},
        ),
    ),
    "27_history_chunk.json": (
        Notice(
            "history",
            provider_id=wamid("AwNTA"),
            text="Czy auto jest bezwypadkowe?",
            at=at(9, 0, day=18),
            person=replace(TOMEK, name=""),
            receiver=LOT,
            status="read",
            detail={
                "direction": "in",
                "type": "text",
                "phase": "0",
                "chunk_order": "2",
                "progress": "55",
            },
        ),
        Notice(
            "history",
            provider_id=wamid("AwNTE"),
            text="[media_placeholder]",
            at=at(9, 16, 40, day=18),
            person=replace(TOMEK, name=""),
            receiver=LOT,
            status="delivered",
            detail={
                "direction": "out",
                "type": "media_placeholder",
                "kind": "media_placeholder",
                "phase": "0",
                "chunk_order": "2",
                "progress": "55",
            },
        ),
    ),
    "28_history_declined.json": (
        Notice(
            "account",
            text="History sharing is turned off by the business",
            receiver=LOT,
            status="2593109",
            detail={"title": "History sharing is turned off by the business"},
        ),
    ),
    "29_smb_app_state_sync.json": (
        Notice(
            "address_book",
            at=at(10, 0),
            person=replace(JONAS, name="Jonas Becker (Golf)"),
            receiver=LOT,
            status="add",
        ),
        Notice(
            "address_book",
            at=at(10, 0),
            person=Person(
                phones=("+491728800011",), identities=(Identity("whatsapp", "491728800011"),)
            ),
            receiver=LOT,
            status="remove",
        ),
    ),
    "30_user_preferences_stop.json": (
        Notice(
            "opt_out",
            text="User requested to stop marketing messages",
            at=at(10, 0),
            person=JONAS,
            receiver=LOT,
            detail={"category": "marketing_messages", "value": "stop"},
        ),
    ),
    "31_value_level_errors.json": (
        Notice(
            "account",
            text="Cloud API message throughput has been reached.",
            receiver=LOT,
            status="130429",
            detail={"title": "Rate limit hit"},
        ),
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_notice_states_exactly_what_its_sample_holds(name: str) -> None:
    assert read(name) == Reading(notices=EXPECTED[name])
