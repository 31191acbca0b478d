"""Samples 20 to 36: providers' webhooks and portal APIs."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from forecourt.capture.inquiry import Call, Car, Context, Identity, Inquiry, Reading, Source
from forecourt.channels.mail.parse import parse

SAMPLES = Path(__file__).parent.parent / "samples"


def read(name: str) -> Reading:
    kind = "application/json" if name.endswith("json") else "application/x-www-form-urlencoded"
    context = Context(received_at=datetime(2026, 11, 20, 10, tzinfo=UTC), content_type=kind)
    return parse((SAMPLES / name).read_bytes(), context)


def inquiry(name: str) -> Inquiry:
    (found,) = read(name).inquiries
    return found


def test_20_a_mailgun_post_is_the_mail_it_carries() -> None:
    found = inquiry("20_mailgun_route_post.form.txt")

    assert (found.kind, found.provider_id) == ("mail", "ab12.9912@mail.example.org")
    assert found.message == "Samstag passt."
    assert (found.thread, found.reply_to) == ("8f3kq2m1", "out-88.8f3kq2m1@forecourt.example")
    assert found.person.name == "Jürgen Weiß-Krüger"
    assert found.person.emails == ("juergen.weiss@example.org",)


def test_22_a_replayed_post_reads_the_same() -> None:
    again = inquiry("22_mailgun_route_replayed_token.form.txt")

    assert again == inquiry("20_mailgun_route_post.form.txt")


def test_23_a_postmark_post_has_two_keys_and_its_file() -> None:
    found = inquiry("23_postmark_inbound.json")

    assert found.provider_id == "pm-771@example.com"
    assert found.other_ids == ("postmark:5b1d7c10-0a2e-4f60-9a11-70c0ffee0001",)
    assert (found.message, found.thread) == ("Danke, ich nehme ihn.", "4mm2k9za")
    assert found.reply_to == "out-91.4mm2k9za@forecourt.example"
    assert [(a.name, a.media_type) for a in found.attachments] == [("ausweis.gif", "image/gif")]


def test_24_a_postmark_bounce_keeps_its_long_number() -> None:
    reading = read("24_postmark_bounce_webhook.json")

    (found,) = reading.notices
    assert reading.inquiries == ()
    assert found.provider_id == "postmark:Bounce:9007199254740993"
    assert (found.kind, found.status, found.detail["outbox"]) == ("bounce", "failed", "91")
    assert found.detail["bad_address"] == "yes"


def test_25_a_mail_left_in_the_bucket_is_held_with_its_place() -> None:
    reading = read("25_ses_sns_notification.json")

    assert (reading.state, reading.held) == ("held", "unreadable")
    assert "in/sesinbound0001gf1187owenprice00000000001" in reading.reason


def test_25_a_mail_inside_the_notification_is_read() -> None:
    envelope = json.loads((SAMPLES / "25_ses_sns_notification.json").read_bytes())
    inner = json.loads(envelope["Message"])
    inner["content"] = (SAMPLES / "11_missing_headers_bad_charset.eml").read_text("utf-8")
    envelope["Message"] = json.dumps(inner)
    context = Context(received_at=datetime(2026, 11, 20, 10, tzinfo=UTC))

    (found,) = parse(json.dumps(envelope).encode(), context).inquiries

    assert (found.kind, found.thread) == ("mail", "51kk20aa")


def test_26_another_servers_certificate_is_refused() -> None:
    reading = read("26_sns_hostile_cert_url.json")

    assert (reading.state, reading.held, reading.inquiries) == ("held", "unsafe", ())


def test_30_mobile_de_events_are_messages_and_calls() -> None:
    reading = read("30_mobilede_lead_api_events.json")

    message, call = reading.inquiries
    assert (message.kind, message.source) == ("portal", Source("mail", "mobile.de"))
    assert message.provider_id == "mobile.de:event:1001"
    assert message.other_ids == ("mobile.de:lead:L-7719400",)
    assert message.person.phones == ("+49 171 3920088",)
    assert message.person.emails == ()
    assert Identity("relay", "b-7f91c2@reply.example") in message.person.identities
    assert message.vehicle == Car(stock_number="GF-1187", ad_ids=("55102883",))
    assert message.message == "Ist eine Probefahrt am Freitag möglich?"
    assert (call.kind, call.call) == ("call", Call("missed"))
    assert call.extra["masked_phone"] == "+49171392XXXX"
    assert len(reading.warnings) == 1


def test_31_our_own_status_is_no_lead() -> None:
    assert read("31_mobilede_status_post.json").held == "not_a_lead"


def test_32_33_an_autotrader_deal_and_its_messages_share_a_talk() -> None:
    deal = inquiry("32_autotrader_deal_webhook.json")
    reading = read("33_autotrader_messages_resource.json")

    (message,) = reading.inquiries
    (echo,) = reading.notices
    assert deal.provider_id == "autotrader:deal:0f0e8a54-7c2b-4c0a-9d7e-aa11bb22cc33"
    assert (deal.person.name, deal.person.emails) == ("Owen Price", ("owen@example.com",))
    assert deal.vehicle == Car(ad_ids=("8a4283a1cd", "202611181234567"))
    assert deal.person.identities == message.person.identities
    assert message.message == "Would you part-ex a 2012 Astra?"
    assert message.provider_id.startswith("autotrader:msg-771:2026-11-18T10:01:58Z:Consumer:")
    assert (echo.kind, echo.text) == ("echo", "Yes, bring it Saturday.")


def test_34_35_olx_talks_are_fetched_and_their_messages_read() -> None:
    threads, reading = read("34_olx_threads.json"), read("35_olx_thread_messages.json")

    (message,) = reading.inquiries
    assert (threads.inquiries, len(threads.warnings)) == ((), 1)
    assert (message.provider_id, message.message) == (
        "olx:900123:55001",
        "Czy cena do negocjacji?",
    )
    assert message.person.phones == ("512000033",)
    warsaw = ZoneInfo("Europe/Warsaw")
    assert message.acted_at == datetime(2026, 11, 18, 21, 15, tzinfo=warsaw)
    assert [(n.kind, n.provider_id) for n in reading.notices] == [("echo", "olx:900123:55002")]


def test_36_the_dubizzle_push_is_an_inquiry() -> None:
    found = inquiry("36_dubizzle_group_whatsapp_lead_push.json")

    assert (found.provider_id, found.other_ids) == ("dubizzle:wl-1", ("wamid.sample",))
    assert (found.person.name, found.person.phones) == ("Noura", ("+971501234568",))
    assert found.vehicle == Car(
        stock_number="TL-77", ad_url="https://www.dubizzle.example/motors/tl-77"
    )
    assert found.message == "Hi, I am interested in your listing"
