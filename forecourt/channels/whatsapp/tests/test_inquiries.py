"""Each sample of a customer's message becomes exactly the inquiry it states."""

from dataclasses import replace
from decimal import Decimal

import pytest

from forecourt.capture.inquiry import Attachment, Car, Inquiry, Money, Reading, Source
from forecourt.channels.whatsapp.tests.reading import (
    FATIMA,
    JONAS,
    LENA,
    LOT,
    TOMEK,
    at,
    person,
    read,
    wamid,
)

WHATSAPP = Source("whatsapp")
BASE = Inquiry(kind="message", source=WHATSAPP, provider_id="", receiver=LOT)

TEXT = replace(
    BASE,
    provider_id=wamid("AwMDE"),
    person=JONAS,
    message="Guten Tag, ist der Golf GF-1187 noch verfügbar? Preis 15.990 €?",
    acted_at=at(10, 0),
)

EXPECTED = {
    "01_text.json": TEXT,
    "m01_duplicate_delivery_of_01.json": TEXT,
    "02_text_bsuid_only.json": replace(
        BASE,
        provider_id=wamid("AwMDI"),
        person=LENA,
        message="Hi, is the RAV4 still for sale?",
        acted_at=at(10, 0, 5),
        extra={"username": "@lena.drives"},
    ),
    "03_image_caption.json": replace(
        BASE,
        provider_id=wamid("AwMDM"),
        person=TOMEK,
        message="Tak wygląda zderzak",
        acted_at=at(10, 1),
        attachments=(
            Attachment(
                kind="image",
                media_type="image/jpeg",
                provider_id="1880012345678901",
                sha256="625d26f2c437a75ac5bfa6eadb0d18935739b04ee6f49b78b97cc0d9b0b7744c",
                caption="Tak wygląda zderzak",
                detail={
                    "url": "https://lookaside.fbsbx.com/whatsapp_business/attachments/"
                    "?mid=1880012345678901&source=webhook&ext=1795082760&hash=ARsample"
                },
            ),
        ),
    ),
    "04_document_pdf.json": replace(
        BASE,
        provider_id=wamid("AwMDQ"),
        person=JONAS,
        message="Fahrzeugschein",
        acted_at=at(10, 1, 30),
        attachments=(
            Attachment(
                kind="document",
                name="Zulassung Teil I.pdf",
                media_type="application/pdf",
                provider_id="1880012345678902",
                sha256="abc664d26d67da8de9e2ae6beaceedf2ef6fd300310720b30f51361771b81f92",
                caption="Fahrzeugschein",
            ),
        ),
    ),
    "05_audio_voice.json": replace(
        BASE,
        provider_id=wamid("AwMDU"),
        person=FATIMA,
        acted_at=at(10, 2),
        attachments=(
            Attachment(
                kind="voice",
                media_type="audio/ogg; codecs=opus",
                provider_id="1880012345678903",
                sha256="6b50767370f87b917a83b1fc8bd2749352f69b7378a393faabb47cb3d4f4bb55",
            ),
        ),
    ),
    "06_video_forwarded.json": replace(
        BASE,
        provider_id=wamid("AwMDY"),
        person=FATIMA,
        acted_at=at(10, 2, 10),
        attachments=(
            Attachment(
                kind="video",
                media_type="video/mp4",
                provider_id="1880012345678904",
                sha256="6f50767370f87b917a83b1fc8bd2749352f69b7378a393faabb47cb3d4f4bb55",
            ),
        ),
        extra={"forwarded": "yes"},
    ),
    "07_location.json": replace(
        BASE,
        provider_id=wamid("AwMDc"),
        person=TOMEK,
        message="Parking przy dworcu, Warszawa",
        acted_at=at(10, 2, 20),
        attachments=(
            Attachment(
                kind="location",
                name="Parking przy dworcu",
                detail={
                    "name": "Parking przy dworcu",
                    "address": "Warszawa",
                    "latitude": "52.2297",
                    "longitude": "21.0122",
                    "map": "https://www.openstreetmap.org/?mlat=52.2297&mlon=21.0122",
                },
            ),
        ),
    ),
    "08_contacts_shared_phone.json": replace(
        BASE,
        provider_id=wamid("AwMDg"),
        person=replace(LENA, phones=("+49 172 9925904",)),
        message="Lena Brandt, +49 172 9925904",
        acted_at=at(10, 2, 30),
        attachments=(
            Attachment(kind="contact", name="Lena Brandt", detail={"phone": "+49 172 9925904"}),
        ),
        extra={"username": "@lena.drives"},
    ),
    "09_interactive_button_reply.json": replace(
        BASE,
        provider_id=wamid("AwMDk"),
        person=JONAS,
        message="Sa 11:00",
        acted_at=at(10, 3, 20),
        reply_to=wamid("A5MDA"),
        wish="Sa 11:00",
        extra={"reply_id": "slot:2026-11-21T11:00"},
    ),
    "10_interactive_list_reply.json": replace(
        BASE,
        provider_id=wamid("AwMTA"),
        person=JONAS,
        message="VW Golf 2.0 TDI\n2019, 98.450 km",
        vehicle=Car(text="VW Golf 2.0 TDI", stock_number="GF-1187"),
        acted_at=at(10, 3, 30),
        reply_to=wamid("A5MDE"),
        extra={"reply_id": "stock:GF-1187"},
    ),
    "11_template_quick_reply_button.json": replace(
        BASE,
        provider_id=wamid("AwMTE"),
        person=TOMEK,
        message="Nie, dziękuję",
        acted_at=at(10, 3, 40),
        reply_to=wamid("A5MDI"),
        extra={"reply_id": "STOP_FOLLOWUP"},
    ),
    "13_referral_click_to_whatsapp.json": replace(
        BASE,
        source=Source("whatsapp", "click-to-whatsapp", "120211234567890123"),
        provider_id=wamid("AwMTQ"),
        person=person("Maja K.", "48512000044", "PL.66310098127000"),
        message="Dzień dobry! Czy mogę dostać więcej informacji?",
        vehicle=Car(text="BMW 320d Touring 2021 \u2013 129 900 zł"),
        acted_at=at(10, 5),
        extra={
            "ad_source_url": "https://fb.me/3exampleAd",
            "ad_source_type": "ad",
            "ad_headline": "BMW 320d Touring 2021 \u2013 129 900 zł",
            "ad_body": "Bezwypadkowy, faktura VAT marża",
            "ad_ctwa_clid": "ARAkLkA8rmlFeiCktEJQ-QTwRiyYHAFD",
        },
    ),
    "14_reply_context_and_product.json": replace(
        BASE,
        provider_id=wamid("AwMTU"),
        person=FATIMA,
        message="What is the last price for this one?",
        vehicle=Car(stock_number="TL-77"),
        acted_at=at(10, 5, 20),
        reply_to=wamid("A5MDQ"),
        extra={"catalog_id": "998877"},
    ),
    "15_order.json": replace(
        BASE,
        provider_id=wamid("AwMTY"),
        person=FATIMA,
        message="Please reserve",
        vehicle=Car(stock_number="TL-77", price=Money(Decimal(189000), "AED"), interest="buy"),
        acted_at=at(10, 5, 30),
        extra={"catalog_id": "998877", "order": "1 x TL-77 189000 AED"},
    ),
    "17_unsupported_131051.json": replace(
        BASE,
        provider_id=wamid("AwMTk"),
        person=JONAS,
        message="[unsupported]",
        acted_at=at(10, 7),
        extra={
            "kind": "unsupported",
            "unsupported_type": "poll_creation",
            "error_code": "131051",
            "error": "Message type is currently not supported.",
        },
    ),
    "18_unsupported_131060_first_coexistence.json": replace(
        BASE,
        provider_id=wamid("AwMjA"),
        person=person("Nadia", "491728800011", "DE.77777"),
        message="[unsupported]",
        acted_at=at(10, 7, 10),
        extra={
            "kind": "unsupported",
            "error_code": "131060",
            "error": "This message is currently unavailable.",
        },
    ),
    "20_flow_nfm_reply.json": replace(
        BASE,
        provider_id=wamid("AwMjM"),
        person=JONAS,
        message="vin: WVWZZZAUZKW000431\nmileage: 98450",
        acted_at=at(10, 7, 40),
        reply_to=wamid("A5MDU"),
        extra={
            "flow": "flow",
            "flow_token": "lead-4711",
            "vin": "WVWZZZAUZKW000431",
            "mileage": "98450",
        },
    ),
    "m05_future_type_and_fields.json": replace(
        BASE,
        provider_id=wamid("AwNjA"),
        person=JONAS,
        message="[hologram]",
        acted_at=at(10, 16, 40),
        extra={"kind": "hologram"},
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_message_states_exactly_what_its_sample_holds(name: str) -> None:
    assert read(name) == Reading(inquiries=(EXPECTED[name],))


def test_a_batch_for_two_numbers_keeps_each_message_with_its_number() -> None:
    reading = read("25_batch_two_numbers_mixed.json")
    assert [(one.receiver, one.person.name, one.message) for one in reading.inquiries] == [
        (LOT, "Jonas Becker", "Hallo?"),
        (LOT, "Tomek", "Halo"),
        (LOT, "Jonas Becker", "Noch da?"),
        ("209876543210987", "Owen", "Morning, part-ex possible?"),
    ]
    assert [(one.status, one.receiver) for one in reading.notices] == [("read", LOT)]
