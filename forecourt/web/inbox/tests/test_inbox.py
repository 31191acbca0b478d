from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from forecourt.capture.inquiry import Call, Person, Source
from forecourt.capture.models import Inbound
from forecourt.capture.verbs.connect import connect
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.stock.models import Vehicle
from tests.asked import asked
from tests.browsers import browser_of

VIEWS = ["/inbox/", "/inbox/?show=mine", "/inbox/?show=all", "/inbox/?show=held"]


@pytest.fixture(autouse=True)
def _friday_noon(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


def page(person: Staff, path: str = "/inbox/") -> str:
    return browser_of(person).get(path).content.decode()


def kept(lot: Dealership, at: datetime, n: int = 1, **facts: Any) -> Inbound:
    with acting_for(lot):
        connection = connect(lot, "mail", at=at)
        row: Inbound = Inbound.objects.create(
            dealership=lot, connection=connection, channel="mail", dedupe=str(n), received_at=at,
            finished_at=at, body=b"<script>alert(1)</script>", headers={"subject": "<b>Hi</b>"},
            **{"state": "held", "held_kind": "spam", "reason": "Odd words.", **facts},
        )  # fmt: skip
    return row


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(
    "path", ["/inbox/", "/inbox/?show=mine", "/inbox/?show=all", "/inbox/?show=held"]
)
def test_every_view_takes_five_statements_for_any_number_of_rows(
    lot: Dealership, karol: Staff, golf: Vehicle, at: datetime, n: int, path: str,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    for one in range(n):
        asked(lot, f"Person {one}", at=at, stock_number="F-2041")
        kept(lot, at, one)
    browser = browser_of(karol)
    browser.get(path)

    with django_assert_num_queries(5):
        browser.get(path)


def test_unanswered_stands_the_longest_waiting_first(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    asked(lot, "Second", at=at - timedelta(minutes=2))
    asked(lot, "First", at=at - timedelta(minutes=9))

    shown = page(karol)

    assert shown.index("First") < shown.index("Second")


def test_a_missed_call_is_one_row_that_says_how_often_it_rang(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    for n in range(3):
        asked(
            lot, "", at=at, kind="call", source=Source("calls"), provider_id=f"call-{n}",
            message="", person=Person(phones=("+4930555777",)), call=Call("missed"),
        )  # fmt: skip

    shown = page(karol)

    assert shown.count('class="lead-row"') == 1
    assert "rang 3 times" in shown
    assert 'href="tel:+4930555777"' in shown


@pytest.mark.parametrize("words", ["kowalska", "F-2041", "B-AB 2041", "002041", "golf"])
def test_search_finds_by_customer_and_by_car(
    lot: Dealership, karol: Staff, golf: Vehicle, at: datetime, words: str
) -> None:
    asked(lot, "Marta Kowalska", at=at, stock_number="F-2041")
    asked(lot, "Somebody else", at=at)

    shown = page(karol, f"/inbox/?q={words}")

    assert "Marta Kowalska" in shown
    assert "Somebody else" not in shown


def test_a_held_delivery_shows_why_and_its_original_as_text(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    row = kept(lot, at)

    assert "Looks like spam" in page(karol, "/inbox/?show=held")
    shown = page(karol, f"/inbox/original/{row.pk}/")
    assert "&lt;script&gt;alert(1)" in shown
    assert "&lt;b&gt;Hi" in shown
    assert 'id="detail"' not in page(karol, "/inbox/?show=held")


def test_the_original_is_a_text_file_that_no_browser_runs(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    row = kept(lot, at)

    answer = browser_of(karol).get(f"/inbox/original/{row.pk}/download/")

    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_replay_and_put_aside(lot: Dealership, karol: Staff, at: datetime) -> None:
    row, browser = kept(lot, at), browser_of(karol)

    browser.post(f"/inbox/held/{row.pk}/dismissed/")
    with acting_for(lot):
        row.refresh_from_db()
    assert row.state == "dismissed"

    browser.post(f"/inbox/held/{row.pk}/replay/")
    with acting_for(lot):
        row.refresh_from_db()
    assert row.state == "received"


def test_stefan_gets_404(lot: Dealership, karol: Staff, stefan: Staff, at: datetime) -> None:
    row, browser = kept(lot, at), browser_of(stefan)
    asked(lot, "Jan Secret", at=at)

    assert browser.get(f"/inbox/original/{row.pk}/").status_code == 404
    assert browser.get(f"/inbox/original/{row.pk}/download/").status_code == 404
    assert browser.post(f"/inbox/held/{row.pk}/replay/").status_code == 404
    assert browser.post(f"/inbox/held/{row.pk}/dismissed/").status_code == 404
    for path in ("/inbox/", "/inbox/?show=all", "/inbox/?q=secret", "/inbox/?show=held"):
        shown = browser.get(path).content.decode()
        assert "Jan Secret" not in shown
        assert "Odd words" not in shown


def test_pages_follow_each_other_without_gap_or_double(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    for n in range(35):
        asked(lot, f"Person {n:02d}", at=at - timedelta(minutes=n // 2))
    browser = browser_of(karol)

    first = browser.get("/inbox/?show=all")
    second = browser.get(f"/inbox/?show=all&after={first.context['next']}".replace("+", "%2B"))

    ids = [row.id for answer in (first, second) for row in answer.context["rows"]]
    assert len(ids) == len(set(ids)) == 35
