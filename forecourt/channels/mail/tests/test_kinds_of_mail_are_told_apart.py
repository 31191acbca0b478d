"""People, portals, forms, reports and newsletters, each by one mail of its kind."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from forecourt.capture.inquiry import Call, Car, Context, Identity, Inquiry, Reading
from forecourt.channels.mail.parse import parse

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
LOT = Context(
    received_at=AT,
    own_domains=("forecourt.example",),
    own_addresses=("leads@lot.example", "ewa@lot.example"),
)
POLISH = Context(received_at=AT, region="PL", own_addresses=LOT.own_addresses)
BRITISH = Context(received_at=AT, region="GB", timezone=ZoneInfo("Europe/London"))


def read(text: str, context: Context = LOT, **headers: str) -> Reading:
    named = {"To": "leads@lot.example", "Message_ID": "<m1@example.org>", **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items())
    return parse(f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode(), context)


def inquiry(text: str, context: Context = LOT, **headers: str) -> Inquiry:
    (found,) = read(text, context, **headers).inquiries
    return found


def test_the_websites_own_form_is_the_customers_mail() -> None:
    found = inquiry(
        "Name: Owen Price\nEmail: owen@example.com\nPhone: 07700 900118\nMessage:\nIs it there?\n",
        From="WordPress <leads@lot.example>",
        Reply_To="owen@example.com",
    )

    assert (found.kind, found.person.name) == ("portal", "Owen Price")
    assert found.person.emails == ("owen@example.com",)
    assert found.message == "Is it there?"


def test_staff_writing_from_the_mail_program_is_an_echo() -> None:
    reading = read(
        "Ja, er ist da.\n\nAm 18.11. schrieb Owen:\n> ist er da?",
        From="Ewa <ewa@lot.example>",
        To="owen@example.com",
        In_Reply_To="<x1@example.com>",
    )

    (found,) = reading.notices
    assert (found.kind, found.about, found.text) == ("echo", "x1@example.com", "Ja, er ist da.")
    assert found.person.emails == ("owen@example.com",)


def test_a_portal_mail_passed_on_by_staff_is_the_customers() -> None:
    found = inquiry(
        "Kannst du?\n\n-------- Weitergeleitete Nachricht --------\nVon: AutoMarkt24\n"
        "Name: Lena Vogt\nTelefon: 0171 3920088\nNachricht: Noch da?\n",
        From="Ewa <ewa@lot.example>",
        Subject="WG: Neue Anfrage",
    )

    assert (found.person.name, found.person.phones) == ("Lena Vogt", ("0171 3920088",))
    assert (found.message, found.check_fields) == ("Noch da?", True)


def test_a_persons_mail_passed_on_by_staff_is_the_persons() -> None:
    found = inquiry(
        "Bitte!\n\nVon: Lena Vogt <lena@example.com>\nGesendet: Mittwoch\nAn: ewa@lot.example\n"
        "Betreff: Golf\n\nIst der Golf noch da? 0171 3920088\n",
        From="Ewa <ewa@lot.example>",
        Subject="WG: Golf",
    )

    assert (found.person.name, found.person.emails) == ("Lena Vogt", ("lena@example.com",))
    assert found.person.phones == ("0171 3920088",)
    assert found.message == "Ist der Golf noch da? 0171 3920088"
    assert found.check_fields


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dobrze.\n\nW dniu śr., 18 lis 2026 o 10:05 Lot\n<l@x.pl> napisał(a):\n> a", "Dobrze."),
        ("Dobrze.\n\nDnia 18 listopada 2026 10:05 Lot <l@x.pl> napisał(a):\n\na", "Dobrze."),
        ("Prima.\n\nOp wo 18 nov 2026 om 10:05 schreef Lot <l@x.nl>:\n> a", "Prima."),
        ("Fine.\n\nOn Wed, 18 Nov 2026 at 10:05, Lot\n<l@x.uk> wrote:\n> a", "Fine."),
        ("Gut.\n\n-----Ursprüngliche Nachricht-----\nVon: Lot", "Gut."),
        ("Gut.\n\nVon: Lot\nGesendet: heute\nAn: Owen\nBetreff: x\n\nHallo", "Gut."),
        ("Gut.\n> a\n> b", "Gut."),
        ("> a\nnein\n> b\nja", "> a\nnein\n> b\nja"),
        ("Ok\n\nSent from my iPhone", "Ok"),
        ("- is it free?\n- price?\nThanks,\nOwen", "- is it free?\n- price?\nThanks,\nOwen"),
    ],
)
def test_quotes_are_cut_and_nothing_else(text: str, words: str) -> None:
    assert inquiry(text, From="owen@example.com").message == words


def test_a_newsletter_is_held_apart_and_a_portal_without_labels_is_not() -> None:
    news = read("Buy", From="news@shop.example", List_Unsubscribe="<https://shop.example>")
    drift = read(
        "Eine neue Anfrage wartet im Portal.",
        From="AutoScout24 <no-reply@autoscout24.de>",
        Subject="Neue Kontaktanfrage",
        List_Unsubscribe="<https://autoscout24.de>",
    )

    assert (news.state, news.held) == ("held", "not_a_lead")
    assert drift.inquiries[0].check_fields
    assert len(drift.warnings) == 1


def test_a_known_portals_masked_address_is_a_relay() -> None:
    found = inquiry(
        "Name: Max Muster\nTelefon: 0171 3920088\nE-Mail: abc-123456789@mobile.de\n"
        "Fahrzeug: BMW 320d\nInserat-Nr: 312345678\nInterne Nummer: B-2044\n\n"
        "Nachricht:\nGuten Tag,\n\nist er noch da?\n--\nmobile.de",
        From="mobile.de <noreply@mail.mobile.de>",
        Subject="Anfrage zu Ihrem Inserat",
    )

    assert found.source.provider == "mobile.de"
    assert found.person.emails == ()
    assert found.person.identities == (Identity("relay", "abc-123456789@mobile.de"),)
    assert found.vehicle == Car(text="BMW 320d", stock_number="B-2044", ad_ids=("312345678",))
    assert found.message == "Guten Tag,\n\nist er noch da?"


def test_a_lot_can_describe_a_portal_of_its_own() -> None:
    own = 'name = "Blechmarkt"\ndomains = ["blech.example"]\n[labels]\nphone = ["Drahtnummer"]\n'
    context = Context(received_at=AT, settings={"portals": own})

    found = inquiry("Name: Lena\nDrahtnummer: 0171 3920088", context, From="x@blech.example")

    assert (found.source.provider, found.person.phones) == ("Blechmarkt", ("0171 3920088",))


def test_missed_calls_are_reported_in_english_and_polish() -> None:
    english = inquiry(
        "Caller: 07700 900118\nCalled number: 020 7946 0123\nDate: 19/11/2026 13:07\n"
        "Duration: 0:00:21\n",
        BRITISH,
        From="Autotrader <noreply@autotrader.co.uk>",
        Subject="Missed call",
    )
    polish = inquiry(
        "Nieodebrane połączenie od: 512 000 033\nNumer docelowy: 22 123 45 67\n",
        POLISH,
        From="OTOMOTO <noreply@otomoto.pl>",
        Subject="Nieodebrane połączenie",
    )

    assert english.call == Call("missed", dialled="020 7946 0123", duration_s=21)
    assert english.acted_at == datetime(2026, 11, 19, 13, 7, tzinfo=BRITISH.timezone)
    assert english.source.provider == "Autotrader UK"
    assert polish.person.phones == ("512 000 033",)


def test_an_anonymous_voicemail_is_a_call_without_number() -> None:
    found = inquiry(
        "Anrufer: Anonym\nDauer: 0:32\n",
        From="Anlage <box@lot2.example>",
        Subject="Neue Sprachnachricht von Anonym",
        Auto_Submitted="auto-generated",
    )

    assert (found.kind, found.person.phones) == ("call", ())
    assert found.call == Call("voicemail", duration_s=32)


def test_a_person_who_missed_our_call_is_a_person() -> None:
    found = inquiry(
        "Sorry I missed your call. Is the Focus still there? AB12 CDE",
        BRITISH,
        From="Owen <owen@example.com>",
        Subject="Missed call",
    )

    assert (found.kind, found.vehicle) == ("mail", Car(plate="AB12 CDE"))


def test_a_bounce_in_prose_finds_the_mail_it_is_about() -> None:
    reading = read(
        "<lena@example.com>: no such user 5.1.1\n\nMessage-ID: <out-77.abcdefgh@forecourt.example>",
        From="MAILER-DAEMON@mx.example",
        To="lead+abcdefgh@in.forecourt.example",
        Subject="failure notice",
    )

    (found,) = reading.notices
    assert (found.kind, found.about) == ("bounce", "out-77.abcdefgh@forecourt.example")


def test_a_report_about_a_strangers_mail_is_left_out() -> None:
    reading = read("x", From="MAILER-DAEMON@mx.example", Subject="Undelivered Mail")

    assert (reading.state, reading.inquiries, reading.notices) == ("read", (), ())
