"""Every sample of the web form through the door of a running server, into the database."""

from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from tests.doors.lots import Lot, samples
from tests.doors.stated import Stated, is_stored_as, waits_for_a_person

LEADS = {
    "01_inquiry.json": Stated(
        key="5f0c2a1e-7d8b-4c11-9a60-001122334455", kind="form", name="Owen Price",
        phones=frozenset({"+447700900118"}), mails=frozenset({"owen@example.com"}),
        words="Is the Golf still there?", campaign="newsletter / november", car="GF-1187",
        interest="VW Golf", facts={"vehicle": {"stock_number": "GF-1187"}},
    ),
    "02_trade_in.form.txt": Stated(
        kind="form", name="Agnieszka Nowak", phones=frozenset({"+48512000017"}),
        mails=frozenset({"agnieszka.nowak@example.com"}), words="Proszę o wycenę",
        interest="BMW 320d", trade_in=True,
        facts={
            "trade_ins": [
                {"make": "Ford", "model": "Explorer", "vin": "1FM5K8D87HGA00123", "mileage": 88400,
                 "mileage_unit": "mi", "plate": "WA 12345"}
            ],
        },
    ),
}  # fmt: skip


def test_no_sample_is_left_out() -> None:
    assert {*LEADS, "03_honeypot.form.txt"} == set(samples("form"))


def test_an_inquiry_becomes_the_lead_it_states(british_house: Lot) -> None:
    name = "01_inquiry.json"
    is_stored_as(LEADS[name], british_house.feed("form", name), british_house, "form")


def test_a_car_in_part_exchange_is_never_the_car_wanted(house: Lot) -> None:
    name = "02_trade_in.form.txt"
    is_stored_as(LEADS[name], house.feed("form", name), house, "form")


def test_a_robot_is_held_as_spam_and_not_told(house: Lot) -> None:
    delivered = house.feed("form", "03_honeypot.form.txt")

    waits_for_a_person(delivered, house, "held", "spam", "A field that no visitor sees")
    assert delivered.reply.body == house.feed("form", "01_inquiry.json").reply.body


def test_the_same_sending_twice_is_one_lead(house: Lot) -> None:
    house.feed("form", "01_inquiry.json")
    again = house.feed("form", "01_inquiry.json")

    assert (again.reply.status, again.row) == (200, None)
    with acting_for(house.dealership):
        assert Lead.objects.count() == 1
