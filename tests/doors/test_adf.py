"""Every ADF sample through the door of a running server, into the database."""

from dataclasses import replace

import pytest

from forecourt.conversations.models import Message
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead, NextKind
from forecourt.timeline.models import Event
from tests.doors.lots import Lot, samples
from tests.doors.stated import Stated, is_stored_as, leaves_no_lead, utc, waits_for_a_person

PORTAL = Stated(kind="portal")
JUERGEN = replace(
    PORTAL,
    key="AutoMarkt24:AM24-7719302",
    name="Jürgen Weiß-Krüger",
    phones=frozenset({"+491713920042", "+493023125017"}),
    mails=frozenset({"juergen.weiss@example.org"}),
    words="Is the timing belt service done?\nCan I see the car on Saturday after 11?",
    provider="AutoMarkt24",
    campaign="Vehicle enquiry",
    acted_at=utc(18, 8, 42, 11),
    car="GF-1187",
    interest="Volkswagen Golf 2.0 TDI Highline 2019",
    finance=True,
    wish="This weekend 2026-11-21/2026-11-23",
    facts={
        "vehicle": {
            "vin": "WVWZZZAUZKW000431", "stock_number": "GF-1187", "mileage": 98450,
            "price": {"amount": "15990.00", "currency": "EUR"},
        },
        "finance": {"method": "finance", "down_payment": {"amount": "3000"}},
    },
)  # fmt: skip
BRANDT = replace(
    PORTAL,
    key="LeadPool:LP-881204",
    name="Lena Brandt",
    phones=frozenset({"+491729925904"}),
    mails=frozenset({"lena.brandt@example.org"}),
    provider="LeadPool",
    acted_at=utc(20, 14, 15, 4),
    interest="Opel Astra 2014",
    facts={"vehicle": {"stock_number": "OA-9"}},
)
OWEN = replace(
    PORTAL,
    key="LeadPool:LP-881201",
    name="Owen Price",
    phones=frozenset({"+447700900118"}),
    mails=frozenset({"owen.price@example.net"}),
    provider="LeadPool",
    acted_at=utc(20, 11, 15, 1),
    interest="Nissan Qashqai 2011",
    facts={"vehicle": {"stock_number": "NQ-01"}},
)
LEADS = {
    "01_buy_full.xml": JUERGEN,
    "07_email_body_textplain.eml": JUERGEN,
    "08_email_html_plus_attachment.eml": JUERGEN,
    "02_buy_with_trade_in.xml": replace(
        PORTAL, key="dealer-website:WEB-2026-000918", name="Agnieszka Nowak",
        phones=frozenset({"+48512000017"}), mails=frozenset({"agnieszka.nowak@example.com"}),
        words="US import, hail damage on roof, 2 keys, no service book\n"
        "Proszę o wycenę mojego auta w rozliczeniu.",
        provider="Dealer website", campaign="Trade-in form", acted_at=utc(19, 18, 5),
        interest="BMW 320d Touring 2021", trade_in=True, finance=True,
        facts={
            "trade_ins": [{"vin": "1FM5K8D87HGA00123", "mileage": 88400, "mileage_unit": "mi"}],
            "finance": {"balance": {"amount": "2150.50", "currency": "EUR"}},
        },
    ),
    "05_lease_business_customer.xml": replace(
        PORTAL, company="Müller & Söhne Gebäudereinigung OHG",
        phones=frozenset({"+492214710190"}), mails=frozenset({"fuhrpark@example.org"}),
        words="Brauchen 3 Fahrzeuge <sofort>. Preis netto & MwSt. ausweisbar!",
        provider="FleetPortal", acted_at=utc(17, 12, 0),
        interest="Mercedes-Benz Vito 116 CDI 2022", finance=True,
        facts={"finance": {"method": "lease", "monthly": {"amount": "420"}}},
    ),
    "10_ids_from_two_sources_basic_date.xml": replace(
        PORTAL, key="AutoMarkt24:AM24-7719302", name="Jürgen Weiß-Krüger",
        mails=frozenset({"juergen.weiss@example.org"}), provider="AutoMarkt24",
        acted_at=utc(18, 8, 42, 11), car="GF-1187", interest="Volkswagen Golf 2019",
        wish="Within 1 month",
    ),
    "b01_pi_before_xml_declaration.xml": BRANDT,
    "b02_unescaped_ampersand_and_lt.xml": replace(
        BRANDT, words="Price < 9000 & MOT > 6 months? R&D budget", check=True
    ),
    "b03_cp1252_declared_utf8.xml": replace(
        BRANDT, name="Lena Grün", words="Preis € 9.500 – “fest”?"
    ),
    "b04_html_escaped_body.eml": replace(BRANDT, check=True),
    "b05_truncated.xml": replace(BRANDT, check=True),
    "b07_forwarded_quoted_printable.eml": replace(BRANDT, check=True),
    "b06_uppercase_tags_odd_dates_and_values.xml": replace(
        PORTAL, key="771-B", name="Omar Haddad", phones=frozenset({"+971501234567"}),
        mails=frozenset({"omar.haddad@example.org"}), acted_at=utc(18, 14, 7),
        interest="mercedes E 220 d 2017",
        facts={"vehicle": {"mileage": 112500, "price": {"amount": "17900"}}},
    ),
    "b09_specification_style_errors.txt": replace(
        PORTAL, key="LeadPool:LP-990021", name="Maja Lis", phones=frozenset({"+48512000044"}),
        provider="LeadPool", acted_at=utc(21, 23, 30, 20), interest="Skoda Octavia 2019",
        finance=True, next=NextKind.CALL, check=True,
        facts={"vehicle": {"mileage": 87800, "mileage_unit": "mi"}},
    ),
}  # fmt: skip
IN_BRITAIN = {
    "04_resend_same_id.xml": OWEN,
    "06_test_drive_minimal.xml": replace(
        PORTAL, name="Sam Okafor", phones=frozenset({"+442079460123"}), acted_at=utc(21, 12, 0),
        interest="Tesla Model 3", next=NextKind.CALL, facts={"vehicle": {"interest": "test-drive"}},
    ),
}  # fmt: skip
BATCHES = {
    "03_batch_three_prospects.xml": {"Owen Price", "Fatima Al Marri", "Tomasz Wójcik"},
    "b08_noise_smart_quotes_two_documents.txt": {"Lena Brandt", "Ian Marsh"},
}
HELD = {
    "h01_xxe_external_entity.xml": ("unsafe", "declares a document type or an entity"),
    "h02_billion_laughs.xml": ("unsafe", "declares a document type or an entity"),
    "h04_deep_nesting.xml": ("unsafe", "nested deeper than 32"),
    "h05_utf16_hidden_doctype.xml": ("unsafe", "declares a document type or an entity"),
    "h06_not_adf.txt": ("not_a_lead", "This is not an ADF document."),
}
ON_THEIR_OWN = {"09_resend_id_only_stub.xml", "h03_script_formula_header_injection.xml"}


def test_no_sample_is_left_out() -> None:
    told = {*LEADS, *IN_BRITAIN, *BATCHES, *HELD, *ON_THEIR_OWN, "INDEX.json"}
    assert told == set(samples("adf"))


@pytest.mark.parametrize("name", LEADS)
def test_a_document_becomes_the_lead_it_states(name: str, house: Lot) -> None:
    is_stored_as(LEADS[name], house.feed("adf", name), house, "adf")


@pytest.mark.parametrize("name", IN_BRITAIN)
def test_national_numbers_are_of_the_lots_country(name: str, british_house: Lot) -> None:
    is_stored_as(IN_BRITAIN[name], british_house.feed("adf", name), british_house, "adf")


@pytest.mark.parametrize("name", BATCHES)
def test_a_batch_becomes_a_lead_each(name: str, british_house: Lot) -> None:
    row = british_house.feed("adf", name).stored

    with acting_for(british_house.dealership):
        leads = list(Lead.objects.select_related("customer"))
        assert {lead.customer.name for lead in leads} == BATCHES[name]
        assert sorted(row.lead_ids) == sorted(lead.pk for lead in leads)
        assert all(lead.next_due_at and lead.owner_id for lead in leads)


@pytest.mark.parametrize("name", HELD)
def test_a_dangerous_document_waits_unread(name: str, house: Lot) -> None:
    held, reason = HELD[name]
    delivered = house.feed("adf", name)

    waits_for_a_person(delivered, house, "held", held, reason)
    again = house.replay(delivered.stored)
    assert (again.state, again.held_kind) == ("held", held)


def test_one_inquiry_by_three_ways_is_one_lead(house: Lot) -> None:
    for name in (
        "01_buy_full.xml", "07_email_body_textplain.eml", "08_email_html_plus_attachment.eml",
        "10_ids_from_two_sources_basic_date.xml",
    ):  # fmt: skip
        house.feed("adf", name)

    with acting_for(house.dealership):
        assert Lead.objects.count() == Message.objects.count() == 1
        assert Event.objects.filter(kind="lead.opened").count() == 1


def test_a_resend_changes_nothing_and_a_bare_one_opens_nothing(house: Lot) -> None:
    leaves_no_lead(house.feed("adf", "09_resend_id_only_stub.xml"), house)
    house.feed("adf", "03_batch_three_prospects.xml")
    house.feed("adf", "04_resend_same_id.xml")
    house.feed("adf", "09_resend_id_only_stub.xml")

    with acting_for(house.dealership):
        assert Lead.objects.count() == Message.objects.count() == 3


def test_hostile_words_stay_words(house: Lot) -> None:
    house.feed("adf", "h03_script_formula_header_injection.xml")

    with acting_for(house.dealership):
        lead = Lead.objects.select_related("customer").get()
        message = Message.objects.get()
    assert lead.customer.name == "Eve Bcc: all@victim.example"
    assert not {"\u202e", "\x00", "\r"} & set(message.body + lead.interest)
    page = house.page(f"/leads/{lead.pk}/")
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert house.server.outgoing() == []
