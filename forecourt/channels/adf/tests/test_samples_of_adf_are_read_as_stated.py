"""One test per captured document; the bytes lie in ../samples."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from forecourt.capture.inquiry import Car, Context, Finance, Inquiry, Money, Reading, Source
from forecourt.channels.adf.parse import parse
from forecourt.channels.mail.parse import parse as parse_mail

SAMPLES = Path(__file__).parent.parent / "samples"
CONTEXT = Context(received_at=datetime(2026, 11, 20, 10, tzinfo=UTC))
CET = timezone(timedelta(hours=1))


def read(name: str) -> Reading:
    return parse((SAMPLES / name).read_bytes(), CONTEXT)


def inquiry(name: str) -> Inquiry:
    reading = read(name)
    assert (reading.state, len(reading.inquiries), reading.notices) == ("read", 1, ())
    return reading.inquiries[0]


@pytest.mark.parametrize(
    "name", ["01_buy_full.xml", "07_email_body_textplain.eml", "08_email_html_plus_attachment.eml"]
)
def test_01_07_08_the_full_lead_is_the_same_however_it_comes(name: str) -> None:
    found = inquiry(name)

    assert found.provider_id == "AutoMarkt24:AM24-7719302"
    assert (found.kind, found.source) == ("portal", Source("adf", "AutoMarkt24", "Vehicle enquiry"))
    assert found.person.name == "Jürgen Weiß-Krüger"
    assert found.person.phones == ("0171 3920042", "+49 30 23125 017")
    assert found.person.emails == ("juergen.weiss@example.org",)
    assert found.person.address == "Lindenstraße 14, Hinterhaus, 3. OG, 10969 Berlin, DE"
    assert found.person.call_window == "evening"
    assert found.vehicle == Car(
        text="Volkswagen Golf 2.0 TDI Highline",
        vin="WVWZZZAUZKW000431",
        stock_number="GF-1187",
        ad_ids=("ad-55102883",),
        make="Volkswagen",
        model="Golf",
        variant="2.0 TDI Highline",
        year=2019,
        mileage=98450,
        mileage_unit="km",
        price=Money(Decimal("15990.00"), "EUR"),
        condition="good",
        colour="Indium Grey",
        options=("Towbar",),
        interest="buy",
    )
    assert found.finance == Finance(
        method="finance",
        down_payment=Money(Decimal(3000), "EUR"),
        monthly=Money(Decimal(260), "EUR"),
    )
    assert found.message == (
        "Is the timing belt service done?\nCan I see the car on Saturday after 11?"
    )
    assert found.wish == "This weekend 2026-11-21/2026-11-23"
    assert found.acted_at == datetime(2026, 11, 18, 9, 42, 11, tzinfo=CET)
    assert not found.check_fields


def test_02_a_trade_in_keeps_its_miles_and_its_open_loan() -> None:
    found = inquiry("02_buy_with_trade_in.xml")

    assert found.provider_id == "dealer-website:WEB-2026-000918"
    assert found.vehicle is not None
    assert (found.vehicle.interest, found.vehicle.vin) == ("buy", "WBA5R11060AE00342")
    (offered,) = found.trade_ins
    assert (offered.interest, offered.vin) == ("trade-in", "1FM5K8D87HGA00123")
    assert (offered.mileage, offered.mileage_unit) == (88400, "mi")
    assert offered.price == Money(Decimal(14000), "EUR")
    assert found.finance == Finance(balance=Money(Decimal("2150.50"), "EUR"))
    assert found.person.call_window == "afternoon"


def test_03_a_batch_is_several_inquiries() -> None:
    reading = read("03_batch_three_prospects.xml")

    assert [i.provider_id for i in reading.inquiries] == [
        "LeadPool:LP-881201",
        "LeadPool:LP-881202",
        "LeadPool:LP-881203",
    ]
    assert [i.person.name for i in reading.inquiries] == [
        "Owen Price",
        "Fatima Al Marri",
        "Tomasz Wójcik",
    ]


def test_04_a_resend_carries_the_key_of_the_first() -> None:
    found = inquiry("04_resend_same_id.xml")

    assert found.provider_id == "LeadPool:LP-881201"
    assert found.extra["status"] == "resend"


def test_05_a_business_leases_in_latin_1() -> None:
    found = inquiry("05_lease_business_customer.xml")

    assert (found.person.company, found.person.name) == ("Müller & Söhne Gebäudereinigung OHG", "")
    assert found.person.phones == ("+49 221 4710 190",)
    assert found.extra["fax"] == "+49 221 4710 188"
    assert found.message == "Brauchen 3 Fahrzeuge <sofort>. Preis netto & MwSt. ausweisbar!"
    assert found.finance == Finance(
        method="lease",
        down_payment=Money(Decimal(0), "EUR"),
        monthly=Money(Decimal(420), "EUR"),
        text="residual 9000 EUR",
    )
    assert found.vehicle is not None
    assert found.vehicle.interest == "lease"


def test_06_without_id_the_content_of_the_day_is_the_key() -> None:
    first, again = inquiry("06_test_drive_minimal.xml"), inquiry("06_test_drive_minimal.xml")

    assert first.provider_id == again.provider_id
    assert first.provider_id.startswith("content:")
    assert first.vehicle == Car(
        text="Tesla Model 3", make="Tesla", model="Model 3", interest="test-drive"
    )
    assert first.person.phones == ("020 7946 0123",)


def test_09_a_bare_resend_is_a_notice() -> None:
    reading = read("09_resend_id_only_stub.xml")

    assert reading.inquiries == ()
    assert [(n.kind, n.about) for n in reading.notices] == [("resend", "LeadPool:LP-881201")]


def test_10_a_second_id_is_kept_and_a_relative_price_is_no_amount() -> None:
    found = inquiry("10_ids_from_two_sources_basic_date.xml")

    assert found.provider_id == "AutoMarkt24:AM24-7719302"
    assert found.other_ids == ("LeadPool:LP-990017",)
    assert found.acted_at == datetime(2026, 11, 18, 9, 42, 11, tzinfo=CET)
    assert found.vehicle is not None
    assert found.vehicle.price is None
    assert found.extra["price_note"] == "offer -8 % msrp"
    assert (found.extra["must_have"], found.extra["must_not_have"]) == ("Towbar", "Sunroof")


BRANDT = ("LeadPool:LP-881204", ("0172 9925904",), ("lena.brandt@example.org",), "OA-9")


@pytest.mark.parametrize(
    ("name", "checked"),
    [
        ("b01_pi_before_xml_declaration.xml", False),
        ("b02_unescaped_ampersand_and_lt.xml", True),
        ("b03_cp1252_declared_utf8.xml", False),
        ("b04_html_escaped_body.eml", True),
        ("b05_truncated.xml", True),
        ("b07_forwarded_quoted_printable.eml", True),
    ],
)
def test_b_broken_documents_are_recovered(name: str, checked: bool) -> None:
    found = inquiry(name)

    assert found.vehicle is not None
    stock = found.vehicle.stock_number
    assert (found.provider_id, found.person.phones, found.person.emails, stock) == BRANDT
    assert found.check_fields == checked


def test_b02_b03_the_comments_keep_their_characters() -> None:
    assert inquiry("b02_unescaped_ampersand_and_lt.xml").message == (
        "Price < 9000 & MOT > 6 months? R&D budget"
    )
    assert inquiry("b03_cp1252_declared_utf8.xml").message == "Preis € 9.500 – “fest”?"
    assert inquiry("b03_cp1252_declared_utf8.xml").person.name == "Lena Grün"


def test_b06_odd_dates_numbers_and_names_are_read() -> None:
    found = inquiry("b06_uppercase_tags_odd_dates_and_values.xml")

    assert (found.provider_id, found.person.name) == ("771-B", "Omar Haddad")
    assert found.acted_at == datetime(2026, 11, 18, 15, 7, tzinfo=CONTEXT.timezone)
    assert found.vehicle == Car(
        text="mercedes E 220 d",
        make="mercedes",
        model="E 220 d",
        year=2017,
        mileage=112500,
        mileage_unit="mi",
        price=Money(Decimal(17900), "EUR"),
        interest="buy",
    )
    assert found.person.phones == ("00 971 (0)50-123 4567",)
    assert found.person.emails == ("Omar.Haddad@Example.ORG",)


def test_b08_two_documents_in_one_text_are_two_inquiries() -> None:
    reading = read("b08_noise_smart_quotes_two_documents.txt")

    assert [i.person.name for i in reading.inquiries] == ["Lena Brandt", "Ian Marsh"]


def test_b09_the_specifications_own_mistakes_are_read() -> None:
    found = inquiry("b09_specification_style_errors.txt")

    assert (found.provider_id, found.person.name) == ("LeadPool:LP-990021", "Maja Lis")
    assert found.vehicle is not None
    assert (found.vehicle.mileage, found.vehicle.mileage_unit) == (87800, "mi")
    assert found.vehicle.options == ("Towbar",)
    assert found.finance is not None
    assert found.finance.total is not None
    assert found.finance.total.amount == 12000
    assert found.check_fields


@pytest.mark.parametrize(
    "name",
    [
        "h01_xxe_external_entity.xml",
        "h02_billion_laughs.xml",
        "h04_deep_nesting.xml",
        "h05_utf16_hidden_doctype.xml",
    ],
)
def test_h_dangerous_documents_are_held(name: str) -> None:
    reading = read(name)

    assert (reading.state, reading.held, reading.inquiries) == ("held", "unsafe", ())


def test_h03_hostile_text_is_only_text() -> None:
    reading = read("h03_script_formula_header_injection.xml")

    (found,) = reading.inquiries
    assert found.person.emails == ()
    assert found.person.name == "Eve Bcc: all@victim.example"
    assert "\u202e" not in found.message
    assert len(reading.warnings) == 1


def test_h06_other_text_is_not_a_lead_here_but_a_mail_at_the_mail_door() -> None:
    reading = read("h06_not_adf.txt")
    by_mail = parse_mail((SAMPLES / "h06_not_adf.txt").read_bytes(), CONTEXT)

    assert (reading.state, reading.held) == ("held", "not_a_lead")
    assert by_mail.inquiries[0].kind == "mail"
    assert by_mail.inquiries[0].message == "Guten Tag, ist der Golf noch da? Gruss, Max"
