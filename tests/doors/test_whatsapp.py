"""Every WhatsApp sample, signed, through the door of a running server, into the database."""

from dataclasses import replace

import pytest

from forecourt.capture.models import Inbound
from forecourt.conversations.models import Annotation, Direction, Message
from forecourt.customers.models import Identity
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from forecourt.sla.models import Clock
from forecourt.timeline.models import Event
from tests.doors.lots import Lot, open_lot, sample, samples
from tests.doors.stated import Stated, is_stored_as, leaves_no_lead, utc, waits_for_a_person
from tests.live_server import until

NO_DELIVERY = {"signature_vectors.json", "verify_handshake.json"}
OUR_NUMBER, OTHER_NUMBER = "109876543210987", "209876543210987"


def wamid(code: str) -> str:
    return f"wamid.HBgMc2FtcGxlLT{code}="


JONAS = Stated(
    name="Jonas Becker",
    phones=frozenset({"+491713920042"}),
    users=frozenset({"DE.84120033915527"}),
)
TOMEK = Stated(
    name="Tomek", phones=frozenset({"+48512000033"}), users=frozenset({"PL.55310098127744"})
)
FATIMA = Stated(
    name="Fatima A.", phones=frozenset({"+971501234567"}), users=frozenset({"AE.70019238845510"})
)
LENA = Stated(name="Lena", users=frozenset({"DE.91827364554637281"}))
TEXT = replace(
    JONAS,
    key=wamid("AwMDE"),
    words="Guten Tag, ist der Golf GF-1187 noch verfügbar? Preis 15.990 €?",
    acted_at=utc(19, 10, 0),
    car="GF-1187",
)


def file(kind: str, **facts: object) -> dict[str, object]:
    return {"attachments": [{"kind": kind, **facts}]}


LEADS = {
    "01_text.json": TEXT,
    "m01_duplicate_delivery_of_01.json": TEXT,
    "02_text_bsuid_only.json": replace(
        LENA, key=wamid("AwMDI"), words="Hi, is the RAV4 still for sale?",
        acted_at=utc(19, 10, 0, 5),
    ),
    "03_image_caption.json": replace(
        TOMEK, words="Tak wygląda zderzak", acted_at=utc(19, 10, 1),
        facts=file("image", provider_id="1880012345678901", media_type="image/jpeg"),
    ),
    "04_document_pdf.json": replace(
        JONAS, words="Fahrzeugschein", acted_at=utc(19, 10, 1, 30),
        facts=file("document", name="Zulassung Teil I.pdf", media_type="application/pdf"),
    ),
    "05_audio_voice.json": replace(
        FATIMA, acted_at=utc(19, 10, 2), facts=file("voice", provider_id="1880012345678903")
    ),
    "06_video_forwarded.json": replace(
        FATIMA, acted_at=utc(19, 10, 2, 10), facts=file("video", provider_id="1880012345678904")
    ),
    "07_location.json": replace(
        TOMEK, words="Parking przy dworcu, Warszawa", acted_at=utc(19, 10, 2, 20),
        facts=file("location", name="Parking przy dworcu", detail={"latitude": "52.2297"}),
    ),
    "08_contacts_shared_phone.json": replace(
        LENA, phones=frozenset({"+491729925904"}), words="Lena Brandt, +49 172 9925904",
        acted_at=utc(19, 10, 2, 30), facts=file("contact", name="Lena Brandt"),
    ),
    "09_interactive_button_reply.json": replace(
        JONAS, words="Sa 11:00", wish="Sa 11:00", acted_at=utc(19, 10, 3, 20),
        facts={"extra": {"reply_id": "slot:2026-11-21T11:00"}},
    ),
    "10_interactive_list_reply.json": replace(
        JONAS, words="VW Golf 2.0 TDI\n2019, 98.450 km", acted_at=utc(19, 10, 3, 30), car="GF-1187",
        interest="VW Golf 2.0 TDI", facts={"vehicle": {"stock_number": "GF-1187"}},
    ),
    "11_template_quick_reply_button.json": replace(
        TOMEK, words="Nie, dziękuję", acted_at=utc(19, 10, 3, 40),
        facts={"extra": {"reply_id": "STOP_FOLLOWUP"}},
    ),
    "13_referral_click_to_whatsapp.json": Stated(
        name="Maja K.", phones=frozenset({"+48512000044"}), users=frozenset({"PL.66310098127000"}),
        words="Dzień dobry! Czy mogę dostać więcej informacji?", acted_at=utc(19, 10, 5),
        provider="click-to-whatsapp", campaign="120211234567890123",
        interest="BMW 320d Touring 2021 – 129 900 zł",
    ),
    "14_reply_context_and_product.json": replace(
        FATIMA, words="What is the last price for this one?", acted_at=utc(19, 10, 5, 20),
        interest="TL-77", facts={"vehicle": {"stock_number": "TL-77"}},
    ),
    "15_order.json": replace(
        FATIMA, words="Please reserve", acted_at=utc(19, 10, 5, 30), interest="TL-77",
        facts={"vehicle": {"price": {"amount": "189000", "currency": "AED"}}},
    ),
    "17_unsupported_131051.json": replace(
        JONAS, words="[unsupported]", acted_at=utc(19, 10, 7),
        facts={"extra": {"unsupported_type": "poll_creation"}},
    ),
    "18_unsupported_131060_first_coexistence.json": Stated(
        name="Nadia", phones=frozenset({"+491728800011"}), users=frozenset({"DE.77777"}),
        words="[unsupported]", acted_at=utc(19, 10, 7, 10),
    ),
    "20_flow_nfm_reply.json": replace(
        JONAS, words="vin: WVWZZZAUZKW000431\nmileage: 98450", acted_at=utc(19, 10, 7, 40),
        car="GF-1187", facts={"extra": {"mileage": "98450"}},
    ),
    "m05_future_type_and_fields.json": replace(
        JONAS, words="[hologram]", acted_at=utc(19, 10, 16, 40)
    ),
    "m07_media_url_ssrf.json": replace(JONAS, words="[image]", acted_at=utc(19, 10, 17)),
    "m08_timestamp_garbage.json": replace(JONAS, words="x"),
}  # fmt: skip
HELD = {
    "m02_truncated.json.txt": ("unreadable", "not sound JSON"),
    "m03_type_confusion.json": ("unreadable", "Nothing in the delivery could be read."),
    "m04_other_object.json": ("not_a_lead", "The delivery is about 'page'."),
}
# What is told about talk that is there already: annotations of messages, by kind, value and text.
TOLD = {
    "12_reaction_and_removal.json": [("reaction", "", "👍"), ("reaction", "", "")],
    "19_edit_and_revoke.json": [
        ("edit", "", "Guten Tag, ist der Golf GF-1187 noch da? Barzahlung."), ("revoke", "", ""),
    ],
    "21_status_sent_delivered_read_out_of_order.json": [
        ("status", "delivered", ""), ("status", "read", ""), ("status", "sent", ""),
    ],
    "22_status_failed_131047.json": [("status", "failed", "")],
    "23_status_legacy_conversation_object.json": [("status", "sent", "")],
    "24_status_bsuid_recipient.json": [("status", "delivered", "")],
    "16_system_number_and_userid_change.json": [],
    "28_history_declined.json": [],
    "29_smb_app_state_sync.json": [],
    "30_user_preferences_stop.json": [],
    "31_value_level_errors.json": [],
}  # fmt: skip
ON_THEIR_OWN = {
    "25_batch_two_numbers_mixed.json", "26_smb_message_echo.json", "27_history_chunk.json",
    "m06_hostile_text.json",
}  # fmt: skip


def test_no_sample_is_left_out() -> None:
    assert {*LEADS, *HELD, *TOLD, *ON_THEIR_OWN, *NO_DELIVERY} == set(samples("whatsapp"))


@pytest.mark.parametrize("name", LEADS)
def test_a_message_becomes_the_lead_it_states(name: str, house: Lot) -> None:
    is_stored_as(LEADS[name], house.feed("whatsapp", name), house, "whatsapp")


@pytest.mark.parametrize("name", HELD)
def test_what_cannot_be_read_waits_with_its_reason(name: str, house: Lot) -> None:
    held, reason = HELD[name]
    waits_for_a_person(house.feed("whatsapp", name), house, "held", held, reason)


@pytest.mark.parametrize("name", TOLD)
def test_news_about_messages_open_no_lead(name: str, house: Lot) -> None:
    leaves_no_lead(house.feed("whatsapp", name), house)

    with acting_for(house.dealership):
        stored = Annotation.objects.order_by("id").values_list("kind", "value", "text")
        assert sorted(stored) == sorted(TOLD[name])
        assert not Message.objects.exists()


def test_the_same_message_twice_is_one_message(house: Lot) -> None:
    house.feed("whatsapp", "01_text.json")
    same_bytes = house.feed("whatsapp", "m01_duplicate_delivery_of_01.json")
    other_bytes = house.signed("whatsapp", sample("whatsapp", "01_text.json").read_bytes() + b"\n")

    assert (same_bytes.reply.status, same_bytes.row) == (200, None)
    assert other_bytes.stored.state == "done"
    with acting_for(house.dealership):
        assert Message.objects.count() == Lead.objects.count() == Clock.objects.count() == 1


def test_an_answer_from_the_phone_app_stops_the_clock(house: Lot) -> None:
    house.feed("whatsapp", "01_text.json")
    house.feed("whatsapp", "26_smb_message_echo.json")

    with acting_for(house.dealership):
        lead = Lead.objects.get()
        assert Message.objects.get(direction=Direction.OUT).lead_id == lead.pk
        assert Clock.objects.get().result == "met"
        assert lead.answered_at is not None


def test_a_back_filled_talk_starts_nothing(house: Lot) -> None:
    leaves_no_lead(house.feed("whatsapp", "27_history_chunk.json"), house)

    with acting_for(house.dealership):
        assert set(Message.objects.values_list("direction", "kind")) == {
            ("in", "history"), ("out", "history"),
        }  # fmt: skip


def test_a_batch_is_shared_out_by_the_number_that_was_written_to(house: Lot) -> None:
    neighbour = open_lot(house.server, name="Nachbar")
    house.set_up("whatsapp", settings={"receiver": OUR_NUMBER})
    neighbour.set_up("whatsapp", settings={"receiver": OTHER_NUMBER})

    row = house.feed("whatsapp", "25_batch_two_numbers_mixed.json").stored

    assert row.state == "done"
    with acting_for(house.dealership):
        ours = set(Message.objects.values_list("body", flat=True))
    with acting_for(neighbour.dealership):
        until(Message.objects.exists)
        theirs = set(Message.objects.values_list("body", flat=True))
    assert ours | theirs == {"Hallo?", "Halo", "Noch da?", "Morning, part-ex possible?"}
    assert theirs == {"Morning, part-ex possible?"}


def test_a_number_nobody_owns_is_unrouted_and_reads_well_once_it_is_connected(house: Lot) -> None:
    house.set_up("whatsapp", settings={"receiver": "100000000000001"})
    waiting = house.feed("whatsapp", "01_text.json")
    waits_for_a_person(waiting, house, "unrouted", "", f"Not connected here: {OUR_NUMBER}.")

    house.set_up("whatsapp", settings={"receiver": OUR_NUMBER})
    with acting_for(house.dealership):
        replayed = house.replay(waiting.stored)

    assert replayed.state == "done"
    waiting.row = replayed
    is_stored_as(TEXT, waiting, house, "whatsapp")


def test_a_new_number_belongs_to_the_same_customer(house: Lot) -> None:
    with acting_for(house.dealership):
        house.feed("whatsapp", "01_text.json")
        house.feed("whatsapp", "16_system_number_and_userid_change.json")

        assert Lead.objects.count() == 1
        assert Event.objects.filter(kind="lead.opened").count() == 1
        assert len(set(Identity.objects.values_list("customer", flat=True))) == 1


def test_hostile_words_stay_words(house: Lot) -> None:
    delivered = house.feed("whatsapp", "m06_hostile_text.json")

    with acting_for(house.dealership):
        lead = Lead.objects.select_related("customer").get()
        (message,) = Message.objects.all()
    assert lead.pk in delivered.stored.lead_ids
    assert message.body.startswith("<script>alert(1)</script>")
    assert not {"\x00", "\u202e", "\u2066"} & set(message.body + lead.customer.name)
    page = house.page(f"/leads/{lead.pk}/")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_wrong_signature_is_refused_and_nothing_is_kept(house: Lot) -> None:
    refused = house.post("whatsapp", b"{}", "application/json", {"X-Hub-Signature-256": "sha256=0"})

    assert (refused.reply.status, refused.row) == (403, None)
    with acting_for(house.dealership):
        assert not Inbound.objects.exists()


def test_no_delivery_makes_the_house_call_anybody(house: Lot) -> None:
    house.feed("whatsapp", "m07_media_url_ssrf.json")
    house.feed("whatsapp", "03_image_caption.json")

    assert house.server.outgoing() == []
