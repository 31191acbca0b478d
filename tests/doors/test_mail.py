"""Every mail, provider's webhook and portal push through the door of a running server."""

import hashlib
import time
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest

from forecourt.channels.signing import hex_hmac
from forecourt.commands.feed import FORM
from forecourt.conversations.models import Annotation, Direction, Message
from forecourt.customers.models import Identity
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead, NextKind
from tests.doors.lots import Delivered, Lot, sample, samples
from tests.doors.stated import Stated, is_stored_as, leaves_no_lead, utc, waits_for_a_person

MAIL = Stated(kind="mail")
PORTAL = Stated(kind="portal")
JUERGEN = replace(MAIL, name="Jürgen Weiß-Krüger", mails=frozenset({"juergen.weiss@example.org"}))
BY_MAILGUN = replace(JUERGEN, key="ab12.9912@mail.example.org", words="Samstag passt.")
LEADS = {
    "01_direct_enquiry.eml": replace(
        JUERGEN, key="ab12.9911@mail.example.org", phones=frozenset({"+493023125017"}),
        words="Guten Tag,\n\nist der Golf (GF-1187) noch zu haben? Würden Sie meinen Astra "
        "(Bj. 2012, 164.000 km) in Zahlung nehmen?\n\n"
        "Mit freundlichen Grüßen\nJürgen Weiß-Krüger\nTel. 030 23125 017",
        acted_at=utc(18, 8, 42, 11), car="GF-1187", interest="GF-1187", trade_in=True,
        facts={"trade_ins": [{"year": 2012, "mileage": 164000}]},
    ),
    "02_reply_with_quote_and_signature.eml": replace(
        JUERGEN, words="Samstag 11 Uhr passt.\nBis dann", acted_at=utc(18, 11, 10, 40),
        car="GF-1187", interest="GF-1187",
        facts={"reply_to": "out-88.8f3kq2m1@forecourt.example"},
    ),
    "03_attachments_photos_pdf.eml": replace(
        MAIL, name="Tomasz Zieliński", mails=frozenset({"tomek@example.net"}),
        words="Dzień dobry, w załączeniu zdjęcia mojego auta do rozliczenia.",
        acted_at=utc(18, 19, 1), interest="SO-12", trade_in=True,
        facts={
            "attachments": [
                {"name": "przod.gif", "kind": "image"},
                {"name": "dowód rejestracyjny.pdf", "media_type": "application/pdf"},
            ]
        },
    ),
    "04_portal_notification_generic_de.eml": replace(
        PORTAL, name="Lena Vogt", phones=frozenset({"+491713920088"}),
        mails=frozenset({"lena.vogt@example.com"}),
        users=frozenset({"b-7f91c2@reply.automarkt24.example"}),
        words="Ist eine Probefahrt am Freitag moeglich?", provider="AutoMarkt24",
        acted_at=utc(18, 17, 22, 3), car="GF-1187", interest="Volkswagen Golf 2.0 TDI Highline",
        facts={"vehicle": {"ad_ids": ["55102883"], "price": {"amount": "15990"}}},
    ),
    "06_portal_missed_call_report.eml": Stated(
        kind="call", channel="calls", phones=frozenset({"+491713920088"}), provider="AutoMarkt24",
        acted_at=utc(19, 12, 7), next=NextKind.CALL_BACK, call="missed", rings=1,
        facts={"call": {"dialled": "030 23125 099"}},
    ),
    "11_missing_headers_bad_charset.eml": replace(
        MAIL, phones=frozenset({"+497700900118"}), mails=frozenset({"owen@example.com"}),
        words="Hi is the golf still there? 07700 900118", car="GF-1187",
    ),
    "12_cp1252_undeclared.eml": replace(
        MAIL, name="Owen", mails=frozenset({"owen@example.com"}),
        words="Would you take €14,500? It’s for my daughter.", car="GF-1187",
    ),
    "20_mailgun_route_post.form.txt": BY_MAILGUN,
    "22_mailgun_route_replayed_token.form.txt": BY_MAILGUN,
    "23_postmark_inbound.json": replace(
        MAIL, key="pm-771@example.com", name="Lena Vogt",
        mails=frozenset({"lena.vogt@example.com"}), words="Danke, ich nehme ihn.",
        acted_at=utc(18, 18, 2, 11),
        facts={"attachments": [{"name": "ausweis.gif", "kind": "image"}]},
    ),
    "36_dubizzle_group_whatsapp_lead_push.json": replace(
        PORTAL, key="dubizzle:wl-1", name="Noura", phones=frozenset({"+971501234568"}),
        words="Hi, I am interested in your listing", provider="dubizzle",
        acted_at=utc(18, 12, 0), interest="TL-77", next=NextKind.CALL,
        facts={"vehicle": {"ad_url": "https://www.dubizzle.example/motors/tl-77"}},
    ),
    "h01_spoofed_colleague.eml": replace(
        MAIL, name="Chef", mails=frozenset({"chef@autohaus-beispiel.example"}), verified=False,
        words="Please change our IBAN to DE00 0000 0000 0000 0000 00.",
    ),
    "h02_html_xss_remote.eml": replace(MAIL, mails=frozenset({"a@example.org"}), words="offer"),
    "h03_attachment_traps.eml": replace(
        MAIL, mails=frozenset({"b@example.org"}),
        facts={
            "attachments": [
                {"name": "app.js", "kind": "document"},
                {"name": "invoice.pdf.html", "kind": "document"},
                {"name": "a.zip", "kind": "document"},
            ]
        },
    ),
    "h04_header_bomb.eml": replace(MAIL, mails=frozenset({"c@example.org"}), words="hi"),
}  # fmt: skip
ABROAD = {
    "05_portal_notification_generic_pl_html_only.eml": (
        "polish_house",
        replace(
            PORTAL, name="Tomasz", phones=frozenset({"+48512000033"}), provider="Autoplac",
            words="Czy cena do negocjacji? 52 000 zł gotówką.", acted_at=utc(18, 20, 15),
            interest="Skoda Octavia 2018", next=NextKind.CALL,
            facts={"vehicle": {"ad_url": "https://autoplac.example/o/ID6abc"}},
        ),
    ),
    "32_autotrader_deal_webhook.json": (
        "british_house",
        replace(
            PORTAL, name="Owen Price", phones=frozenset({"+447700900118"}),
            mails=frozenset({"owen@example.com"}), users=frozenset({"autotrader:msg-771"}),
            provider="Autotrader UK", acted_at=utc(18, 10, 1, 58),
            facts={"vehicle": {"ad_ids": ["8a4283a1cd", "202611181234567"]}},
        ),
    ),
}  # fmt: skip
HELD = {
    "25_ses_sns_notification.json": ("unreadable", "Amazon SES keeps the mail itself at"),
    "31_mobilede_status_post.json": ("not_a_lead", "This is a status that is sent to mobile.de"),
}
NO_LEAD = (
    "07_auto_reply_vacation.eml", "08_bounce_dsn_hard.eml", "09_bounce_dsn_delayed.eml",
    "10_own_loop.eml", "24_postmark_bounce_webhook.json", "34_olx_threads.json",
)  # fmt: skip
ON_THEIR_OWN = {
    "21_mailgun_route_bad_signature.form.txt", "26_sns_hostile_cert_url.json",
    "30_mobilede_lead_api_events.json", "33_autotrader_messages_resource.json",
    "35_olx_thread_messages.json",
}  # fmt: skip


def test_no_sample_is_left_out() -> None:
    told = {*LEADS, *ABROAD, *HELD, *NO_LEAD, *ON_THEIR_OWN, "INDEX.json"}
    assert told == set(samples("mail"))


@pytest.mark.parametrize("name", LEADS)
def test_a_mail_becomes_the_lead_it_states(name: str, house: Lot) -> None:
    is_stored_as(LEADS[name], house.feed("mail", name), house, "mail")


@pytest.mark.parametrize("name", ABROAD)
def test_national_numbers_and_times_are_of_the_lots_country(
    name: str, request: pytest.FixtureRequest
) -> None:
    fixture, stated = ABROAD[name]
    house: Lot = request.getfixturevalue(fixture)
    is_stored_as(stated, house.feed("mail", name), house, "mail")


@pytest.mark.parametrize("name", HELD)
def test_what_is_no_mail_waits_with_its_reason(name: str, house: Lot) -> None:
    held, reason = HELD[name]
    waits_for_a_person(house.feed("mail", name), house, "held", held, reason)


@pytest.mark.parametrize("name", NO_LEAD)
def test_machines_that_write_open_no_lead(name: str, house: Lot) -> None:
    leaves_no_lead(house.feed("mail", name), house)


def test_a_delay_notice_tells_what_reached_its_receiver(house: Lot) -> None:
    house.feed("mail", "09_bounce_dsn_delayed.eml")

    with acting_for(house.dealership):
        assert list(Annotation.objects.values_list("kind", "value")) == [("status", "delivered")]


def test_text_without_a_sender_waits_with_its_words(house: Lot) -> None:
    body = sample("adf", "h06_not_adf.txt").read_bytes()

    row = house.post("mail", body, "text/plain").stored

    assert (row.state, row.reason) == (
        "unrouted", "There is no name, phone or address to answer to.",
    )  # fmt: skip
    assert row.preview == "Guten Tag, ist der Golf noch da? Gruss, Max"


def test_one_person_on_two_ways_of_a_portal_is_one_lead(house: Lot) -> None:
    house.feed("mail", "04_portal_notification_generic_de.eml")
    house.feed("mail", "06_portal_missed_call_report.eml")

    with acting_for(house.dealership):
        lead = Lead.objects.get()
        assert lead.rings == 1
        assert sorted(Message.objects.values_list("kind", flat=True)) == ["call", "portal"]


def test_mailgun_is_believed_only_with_its_key(house: Lot) -> None:
    key = "key-sample-signing-0001"
    house.set_up("mail", secrets={"mailgun_signing_key": key})

    for name in ("21_mailgun_route_bad_signature.form.txt", "20_mailgun_route_post.form.txt"):
        refused = house.feed("mail", name)  # a false signature; a true one of last November
        assert (refused.reply.status, refused.row) == (406, None)

    fields = dict(parse_qsl(sample("mail", name).read_text(), keep_blank_values=True))
    fields["timestamp"] = str(int(time.time()))
    fields["signature"] = hex_hmac(key, (fields["timestamp"] + fields["token"]).encode())
    body = urlencode(fields).encode()
    is_stored_as(BY_MAILGUN, house.post("mail", body, FORM), house, "mail")
    again = house.post("mail", body + b"&x=1", FORM)
    assert (again.reply.status, again.row) == (200, None)


def test_a_mail_again_with_its_token_or_id_is_stored_once(house: Lot) -> None:
    house.feed("mail", "20_mailgun_route_post.form.txt")
    again = house.feed("mail", "22_mailgun_route_replayed_token.form.txt")

    assert (again.reply.status, again.row) == (200, None)


def test_amazon_with_a_foreign_certificate_is_refused_without_asking_it(house: Lot) -> None:
    refused = house.feed("mail", "26_sns_hostile_cert_url.json")

    assert (refused.reply.status, refused.row) == (403, None)
    assert house.server.outgoing() == []


def test_autotrader_puts_and_signs_its_deals(british_house: Lot) -> None:
    house, name = british_house, "32_autotrader_deal_webhook.json"
    house.set_up("mail", secrets={"autotrader_webhook_secret": "whsec_sample_autotrader"})
    body = sample("mail", name).read_bytes()
    good = "t=1795082520,v1=8462b615b931737e22e6d59e0b89f79b550c94d1ad2fcdfe71b5c06629fb6ad0"

    def put(signature: str) -> Delivered:
        headers = {"AutoTrader-Signature": signature}
        return house.post("mail", body, "application/json", headers, "PUT")

    assert put(good[:-1] + "1").reply.status == 403
    is_stored_as(ABROAD[name][1], put(good), house, "mail")


def test_dubizzle_and_postmark_prove_themselves_their_way(house: Lot) -> None:
    house.set_up("mail", secrets={"dubizzle_secret": "s3", "postmark_basic_auth": "user:pass"})
    body = sample("mail", "36_dubizzle_group_whatsapp_lead_push.json").read_bytes()
    mark = hashlib.md5(b"s3" + body, usedforsecurity=False).hexdigest()

    assert house.feed("mail", "36_dubizzle_group_whatsapp_lead_push.json").reply.status == 403
    assert house.feed("mail", "23_postmark_inbound.json").reply.status == 403
    assert house.feed(
        "mail", "36_dubizzle_group_whatsapp_lead_push.json", X_Bayut_Signature=mark
    ).stored.lead_ids
    assert house.feed(
        "mail", "23_postmark_inbound.json", Authorization="Basic dXNlcjpwYXNz"
    ).stored.lead_ids


def test_mobile_de_tells_of_a_message_and_of_a_call(house: Lot) -> None:
    row = house.feed("mail", "30_mobilede_lead_api_events.json").stored

    with acting_for(house.dealership):
        lead = Lead.objects.select_related("customer", "vehicle").get()
        assert row.lead_ids == [lead.pk]
        assert (lead.customer.name, lead.provider) == ("Lena Vogt", "mobile.de")
        assert lead.vehicle is not None
        assert lead.vehicle.stock_number == "GF-1187"
        assert lead.rings == 1
        assert Identity.objects.filter(value="+491713920088").exists()


@pytest.mark.parametrize(
    ("name", "asked", "told", "provider"),
    [
        (
            "33_autotrader_messages_resource.json", "Would you part-ex a 2012 Astra?",
            "Yes, bring it Saturday.", "Autotrader UK",
        ),
        (
            "35_olx_thread_messages.json", "Czy cena do negocjacji?", "Zapraszam na oględziny.",
            "OLX",
        ),
    ],
)  # fmt: skip
def test_a_talk_on_a_portal_is_answered_where_the_lot_has_answered_there(
    name: str, asked: str, told: str, provider: str, polish_house: Lot
) -> None:
    polish_house.feed("mail", name)

    with acting_for(polish_house.dealership):
        lead = Lead.objects.get()
        assert lead.provider == provider
        assert Message.objects.get(direction=Direction.IN).body == asked
        assert Message.objects.get(direction=Direction.OUT).body == told
        assert lead.waiting_since is None
        assert lead.clocks.get().result == "met"


def test_a_hostile_mail_is_shown_as_its_words_and_fetches_nothing(house: Lot) -> None:
    house.feed("mail", "h02_html_xss_remote.eml")

    with acting_for(house.dealership):
        lead = Lead.objects.get()
    page = house.page(f"/leads/{lead.pk}/")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "http://" not in page.replace(house.server.url, "").replace("http://www.w3.org", "")
    assert house.server.outgoing() == []
