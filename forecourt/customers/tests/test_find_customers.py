from datetime import datetime

import pytest
from django.db import connection

from forecourt.customers.models import Customer, Identity
from forecourt.customers.queries import find_customers, named_like
from forecourt.customers.search_index import install_search_index
from forecourt.customers.search_text import search_text
from forecourt.customers.verbs.recognise import Known, recognise
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for


def known(lot: Dealership, name: str, phone: str, at: datetime) -> Customer:
    with acting_for(lot):
        customer: Customer = Customer.objects.create(
            dealership=lot, name=name, search_text=search_text(name, "", [phone]), created_at=at
        )
        Identity.objects.create(
            dealership=lot, customer=customer, kind=Identity.Kind.PHONE, value=phone,
            reversed_value=phone[::-1], created_at=at,
        )  # fmt: skip
    return customer


@pytest.mark.parametrize(
    "text",
    ["zolw", "Żółw", "ukasz zol", "5550123", "0170 555 0123", "+49 170 5550123", '"zolw'[1:]],
)
def test_a_customer_is_found_by_any_part_of_the_name_and_the_tail_of_the_number(
    lot: Dealership, at: datetime, text: str
) -> None:
    one = known(lot, "Łukasz Żółw", "+491705550123", at)
    known(lot, "Anna Becker", "+491705559999", at)

    with acting_for(lot):
        assert find_customers(text) == [one.pk]


@pytest.mark.parametrize("text", ["", "zo", "12", '" OR "', "nobody", "*"])
def test_too_few_signs_or_odd_ones_find_nobody(lot: Dealership, at: datetime, text: str) -> None:
    known(lot, "Łukasz Żółw", "+491705550123", at)

    with acting_for(lot):
        assert find_customers(text) == []


@pytest.mark.parametrize("text", ["zolw", "5550123"])
def test_another_lots_customers_are_not_found(
    lot: Dealership, other_lot: Dealership, at: datetime, text: str
) -> None:
    known(other_lot, "Łukasz Żółw", "+491705550123", at)

    with acting_for(lot):
        assert find_customers(text) == []


def test_a_changed_and_an_erased_name_are_no_longer_found(lot: Dealership, at: datetime) -> None:
    one = known(lot, "Łukasz Żółw", "+491705550123", at)
    with acting_for(lot):
        one.search_text = "anna becker"
        one.save(update_fields=["search_text"])
        assert find_customers("zolw") == []
        assert find_customers("becker") == [one.pk]
        one.identities.all().delete()
        one.delete()

        assert find_customers("becker") == []


def test_the_tail_of_a_number_is_looked_up_in_its_index(lot: Dealership, at: datetime) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite for its plan")
    with acting_for(lot):
        rows = Identity.objects.filter(reversed_value__gte="32", reversed_value__lt="32:").exclude(
            reversed_value=""
        )
        assert "phones_by_their_tail" in rows.explain()


def test_a_company_that_is_learned_later_finds_its_customer(lot: Dealership, at: datetime) -> None:
    one = known(lot, "Łukasz Żółw", "+491705550123", at)
    phone = Known(Identity.Kind.PHONE, "+491705550123")

    with acting_for(lot):
        recognise([phone], dealership=lot, at=at, name="Ł. Żółw", company="Taxi Bär")

        assert find_customers("taxi bar") == [one.pk]
        assert find_customers("lukasz") == [one.pk]


def test_a_condition_finds_whom_the_search_finds(
    lot: Dealership, other_lot: Dealership, at: datetime
) -> None:
    one = known(lot, "Łukasz Żółw", "+491705550123", at)
    known(lot, "Anna Becker", "+491705559999", at)
    known(other_lot, "Łukasz Żółw", "+491705550123", at)

    with acting_for(lot):
        for text in ("zolw", "ukasz zol", "Żółw de", '" OR "', "*", "zo", "", "nobody"):
            found = Customer.objects.filter(named_like(text)).values_list("pk", flat=True)
            assert list(found) == find_customers(text)
        assert list(Customer.objects.filter(named_like("zolw"))) == [one]


def test_a_name_is_looked_up_in_its_index(lot: Dealership) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite for its plan")
    with acting_for(lot):
        assert "SCAN customers_search VIRTUAL TABLE" in (
            Customer.objects.filter(named_like("zolw")).explain()
        )


def test_signs_in_another_order_do_not_hide_whom_they_resemble(
    lot: Dealership, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forecourt.customers.queries.CANDIDATES", 2)
    one = known(lot, "abcabd", "+491705550123", at)
    for number in range(3):
        known(lot, "abd bca cab abc", f"+49170555999{number}", at)

    with acting_for(lot):
        assert find_customers("abcabd") == [one.pk]


def test_an_index_whose_trigger_is_gone_is_made_anew(lot: Dealership, at: datetime) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's full-text table has a test of its own")
    with acting_for(lot), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER customers_grams_follow ON customers_customer")
    one = known(lot, "Łukasz Żółw", "+491705550123", at)

    install_search_index()

    with acting_for(lot):
        assert find_customers("zolw") == [one.pk]
