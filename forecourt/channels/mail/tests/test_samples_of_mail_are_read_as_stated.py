"""One test per captured mail; the bytes lie in ../samples."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from forecourt.capture.inquiry import (
    Call,
    Car,
    Context,
    Identity,
    Inquiry,
    Money,
    Notice,
    Reading,
    Source,
)
from forecourt.channels.mail.parse import parse

SAMPLES = Path(__file__).parent.parent / "samples"
CONTEXT = Context(
    received_at=datetime(2026, 11, 20, 10, tzinfo=UTC), own_domains=("forecourt.example",)
)
CET = timezone(timedelta(hours=1))


def read(name: str) -> Reading:
    return parse((SAMPLES / name).read_bytes(), CONTEXT)


def inquiry(name: str) -> Inquiry:
    reading = read(name)
    assert (reading.state, len(reading.inquiries), reading.notices) == ("read", 1, ())
    return reading.inquiries[0]


def notice(name: str) -> Notice:
    reading = read(name)
    assert (reading.state, reading.inquiries, len(reading.notices)) == ("read", (), 1)
    return reading.notices[0]


def test_01_a_direct_enquiry_is_a_mail_of_a_person() -> None:
    found = inquiry("01_direct_enquiry.eml")

    assert (found.kind, found.provider_id) == ("mail", "ab12.9911@mail.example.org")
    assert found.source == Source("mail")
    assert found.person.name == "Jürgen Weiß-Krüger"
    assert found.person.emails == ("juergen.weiss@example.org",)
    assert found.person.phones == ("030 23125 017",)
    assert found.vehicle == Car(stock_number="GF-1187")
    assert found.trade_ins[0].year == 2012
    assert (found.trade_ins[0].mileage, found.trade_ins[0].mileage_unit) == (164000, "km")
    assert found.subject == "Frage zum Golf GF-1187"
    assert found.acted_at == datetime(2026, 11, 18, 9, 42, 11, tzinfo=CET)
    assert found.verified
    assert found.message.startswith("Guten Tag,\n\nist der Golf (GF-1187) noch zu haben?")


def test_02_a_reply_is_cut_to_its_own_words_and_keeps_its_thread() -> None:
    found = inquiry("02_reply_with_quote_and_signature.eml")

    assert found.message == "Samstag 11 Uhr passt.\nBis dann"
    assert found.thread == "8f3kq2m1"
    assert found.reply_to == "out-88.8f3kq2m1@forecourt.example"
    assert found.extra["references"] == (
        "ab12.9911@mail.example.org out-88.8f3kq2m1@forecourt.example"
    )
    assert "schrieb Autohaus Beispiel" in found.extra["full_text"]
    assert found.person.phones == ()


def test_03_photos_and_papers_come_along_with_their_names() -> None:
    found = inquiry("03_attachments_photos_pdf.eml")

    assert found.message == "Dzień dobry, w załączeniu zdjęcia mojego auta do rozliczenia."
    assert found.person.name == "Tomasz Zieliński"
    assert found.subject == "Skoda Octavia SO-12 – pozostawienie"
    assert [(a.name, a.media_type, a.kind) for a in found.attachments] == [
        ("przod.gif", "image/gif", "image"),
        ("dowód rejestracyjny.pdf", "application/pdf", "document"),
    ]


def test_04_a_portal_mail_is_a_lead_although_a_machine_sent_it() -> None:
    found = inquiry("04_portal_notification_generic_de.eml")

    assert (found.kind, found.source) == ("portal", Source("mail", "AutoMarkt24"))
    assert found.person.name == "Lena Vogt"
    assert found.person.emails == ("lena.vogt@example.com",)
    assert found.person.phones == ("0171 3920088",)
    assert found.person.identities == (Identity("relay", "b-7f91c2@reply.automarkt24.example"),)
    assert found.message == "Ist eine Probefahrt am Freitag moeglich?"
    assert found.vehicle == Car(
        text="Volkswagen Golf 2.0 TDI Highline",
        stock_number="GF-1187",
        ad_ids=("55102883",),
        price=Money(Decimal(15990), "EUR"),
    )
    assert not found.check_fields


def test_05_a_portal_mail_in_html_alone_is_read_from_its_table() -> None:
    found = inquiry("05_portal_notification_generic_pl_html_only.eml")

    assert (found.kind, found.source.provider) == ("portal", "Autoplac")
    assert found.person.name == "Tomasz"
    assert found.person.phones == ("512 000 033",)
    assert found.message == "Czy cena do negocjacji? 52 000 zł gotówką."
    assert found.vehicle == Car(
        text="Skoda Octavia 2018", ad_url="https://autoplac.example/o/ID6abc"
    )


def test_06_a_missed_call_report_is_a_call() -> None:
    found = inquiry("06_portal_missed_call_report.eml")

    assert (found.kind, found.source) == ("call", Source("calls", "AutoMarkt24"))
    assert found.person.phones == ("0171 3920088",)
    assert found.call == Call("missed", dialled="030 23125 099", duration_s=0)
    assert found.acted_at == datetime(2026, 11, 19, 13, 7, tzinfo=CONTEXT.timezone)


def test_07_an_absence_note_is_no_inquiry() -> None:
    found = notice("07_auto_reply_vacation.eml")

    assert (found.kind, found.about) == ("auto_reply", "out-91.4mm2k9za@forecourt.example")
    assert found.detail["thread"] == "4mm2k9za"
    assert found.text == "Ich bin bis zum 25.11. nicht im Büro."


def test_08_a_hard_bounce_names_the_mail_and_the_address() -> None:
    found = notice("08_bounce_dsn_hard.eml")

    assert (found.kind, found.status) == ("bounce", "failed")
    assert found.about == "out-91.4mm2k9za@forecourt.example"
    assert found.person.emails == ("lena.vogt@example.com",)
    assert found.detail["outbox"] == "91"
    assert (found.detail["code"], found.detail["bad_address"]) == ("5.1.1", "yes")


def test_09_a_delay_says_so_for_each_recipient() -> None:
    reading = read("09_bounce_dsn_delayed.eml")

    assert reading.inquiries == ()
    assert [(n.kind, n.status, n.person.emails) for n in reading.notices] == [
        ("delayed", "", ("tomek@example.net",)),
        ("status", "delivered", ("anna@example.net",)),
    ]
    assert {n.about for n in reading.notices} == {"out-92.77aa12bb@forecourt.example"}


def test_10_our_own_mail_is_left_out() -> None:
    reading = read("10_own_loop.eml")

    assert (reading.state, reading.inquiries, reading.notices) == ("read", (), ())
    assert len(reading.warnings) == 1


def test_11_without_message_id_the_bytes_are_the_key() -> None:
    found = inquiry("11_missing_headers_bad_charset.eml")

    assert len(found.provider_id) == 64
    assert found.message == "Hi is the golf still there? 07700 900118"
    assert found.person.phones == ("07700 900118",)
    assert found.acted_at is None


def test_12_undeclared_bytes_are_cp1252() -> None:
    assert inquiry("12_cp1252_undeclared.eml").message == (
        "Would you take €14,500? It’s for my daughter."
    )


def test_h01_a_colleagues_name_is_not_believed() -> None:
    context = Context(
        received_at=CONTEXT.received_at, own_addresses=("chef@autohaus-beispiel.example",)
    )

    reading = parse((SAMPLES / "h01_spoofed_colleague.eml").read_bytes(), context)

    assert reading.notices == ()
    assert not reading.inquiries[0].verified
    assert reading.inquiries[0].thread == "8f3kq2m1"


def test_h02_html_is_only_its_words() -> None:
    found = inquiry("h02_html_xss_remote.eml")

    assert (found.message, found.subject) == ("offer", "<script>alert(1)</script>")


def test_h03_files_lose_their_path_and_their_claimed_type() -> None:
    found = inquiry("h03_attachment_traps.eml")

    assert [(a.name, a.media_type, a.kind) for a in found.attachments] == [
        ("app.js", "image/svg+xml", "document"),
        ("invoice.pdf.html", "text/html", "document"),
        ("a.zip", "application/octet-stream", "document"),
    ]


def test_h04_references_are_capped_and_a_folded_bcc_is_subject_text() -> None:
    found = inquiry("h04_header_bomb.eml")

    assert len(found.extra["references"].split()) == 20
    assert found.reply_to == "r399@example.org"
    assert found.subject == "x Bcc: victim@example.com"
