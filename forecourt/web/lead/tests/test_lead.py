import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from forecourt.capture.inquiry import Source
from forecourt.conversations.models import Annotation, Message
from forecourt.conversations.verbs.note import note
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from forecourt.stock.models import Vehicle
from forecourt.timeline.models import Event
from tests.asked import asked
from tests.browsers import browser_of

FORMS = ("more", "attempt", "later", "next-step", "owner", "note", "lost", "vehicle")
POSTS = (
    "attempt", "later", "next-step", "owner", "cover", "note", "lost", "reopening", "vehicle",
    "vehicle/confirmed", "undo/1",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _friday_noon(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def lead(lot: Dealership, karol: Staff, golf: Vehicle, at: datetime) -> Lead:
    return asked(lot, "Piotr Nowak", at=at - timedelta(minutes=5), stock_number="F-2041")


@pytest.fixture
def browser(lead: Lead, karol: Staff) -> Client:
    return browser_of(karol)


def now(lead: Lead) -> Lead:
    with acting_for(lead.dealership):
        return Lead.objects.get(pk=lead.pk)


def test_the_page_shows_the_car_the_owner_and_why_and_the_words(
    browser: Client, lead: Lead
) -> None:
    shown = browser.get(f"/leads/{lead.pk}/").content.decode()

    for words in (
        "Piotr Nowak",
        "F-2041",
        "read by machine",
        "the only one on duty",
        "Is it still available?",
    ):
        assert words in shown


@pytest.mark.parametrize("messages", [1, 3])
def test_the_page_takes_six_statements_whatever_its_history(
    browser: Client, lead: Lead, karol: Staff, at: datetime, messages: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    with acting_for(lead.dealership):
        for n in range(messages):
            note(lead, f"note {n}", by=karol, at=at)
    browser.get(f"/leads/{lead.pk}/")

    with django_assert_num_queries(6):
        browser.get(f"/leads/{lead.pk}/")


def test_who_came_without_a_word_is_a_line_of_the_record(
    lot: Dealership, karol: Staff, at: datetime
) -> None:
    lead = asked(lot, "Silent", at=at, message="", kind="walkin", source=Source("walkin"))

    shown = browser_of(karol).get(f"/leads/{lead.pk}/").content.decode()

    assert 'class="bubble"' not in shown
    assert "Walk-in" in shown.partition('id="talk"')[2]


def test_stefan_gets_404(lead: Lead, stefan: Staff) -> None:
    browser = browser_of(stefan)

    assert browser.get(f"/leads/{lead.pk}/").status_code == 404
    assert {browser.get(f"/leads/{lead.pk}/{one}/").status_code for one in FORMS} == {404}
    assert {
        browser.post(f"/leads/{lead.pk}/{one}/", {"reason": "price"}).status_code for one in POSTS
    } == {404}
    assert now(lead).is_open


def test_reached_is_recorded_with_an_undo_that_takes_it_back(browser: Client, lead: Lead) -> None:
    answer = browser.post(
        f"/leads/{lead.pk}/attempt/",
        {"outcome": "reached", "way": "call"},
        headers={"HX-Request": "true"},
    )

    toast = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert (answer.status_code, now(lead).waiting_since) == (204, None)
    browser.post(toast["undo"])
    assert now(lead).waiting_since is not None


def test_without_script_the_result_is_a_page_load(browser: Client, lead: Lead) -> None:
    answer = browser.post(f"/leads/{lead.pk}/attempt/", {"outcome": "no_answer"}, follow=True)

    assert "Saved. Call · 14:00" in answer.content.decode()
    assert "tried" in answer.content.decode()


def test_a_form_that_comes_twice_counts_once(browser: Client, lead: Lead) -> None:
    form = {"outcome": "no_answer", "client_id": "a-phone-made-this"}

    browser.post(f"/leads/{lead.pk}/attempt/", form)
    browser.post(f"/leads/{lead.pk}/attempt/", form)

    with acting_for(lead.dealership):
        assert Event.objects.filter(kind="lead.attempted").count() == 1


def test_the_wait_ends_when_call_was_tapped(browser: Client, lead: Lead, at: datetime) -> None:
    tapped = at - timedelta(minutes=3)

    browser.post(
        f"/leads/{lead.pk}/attempt/",
        {"outcome": "reached", "began": str(int(tapped.timestamp() * 1000))},
    )

    assert now(lead).answered_at == tapped


def test_the_tap_is_dated_by_our_clock(browser: Client, lead: Lead, at: datetime) -> None:
    sheet = browser.get(f"/leads/{lead.pk}/attempt/?way=call&ago=180000").content.decode()

    began = int((at - timedelta(minutes=3)).timestamp() * 1000)
    assert f'name="began" value="{began}"' in sheet


@pytest.mark.parametrize("ago", ["", "soon", "-5", "9" * 30])
def test_a_tap_at_no_possible_time_counts_from_the_question(
    browser: Client, lead: Lead, at: datetime, ago: str
) -> None:
    sheet = browser.get(f"/leads/{lead.pk}/attempt/?way=call&ago={ago}").content.decode()

    assert f'name="began" value="{int(at.timestamp() * 1000)}"' in sheet


def test_a_question_that_came_during_the_call_still_waits(
    browser: Client, lead: Lead, lot: Dealership, at: datetime
) -> None:
    tapped = at + timedelta(minutes=1)
    with time_machine.travel(at + timedelta(minutes=2), tick=False):
        asked(lot, "Piotr Nowak", at=at + timedelta(minutes=2), provider_id="2", message="And red?")

    with time_machine.travel(at + timedelta(minutes=4), tick=False):
        answer = browser.post(
            f"/leads/{lead.pk}/attempt/",
            {"outcome": "reached", "began": str(int(tapped.timestamp() * 1000))},
            headers={"HX-Request": "true"},
        )

    assert json.loads(answer.headers["HX-Trigger"])["toast"]["undo"] == ""
    assert now(lead).waiting_since == at + timedelta(minutes=2)
    assert now(lead).next_kind == "reply"


def test_a_sent_text_is_kept_as_our_words(browser: Client, lead: Lead) -> None:
    browser.post(
        f"/leads/{lead.pk}/attempt/", {"outcome": "sent", "way": "whatsapp", "text": "Yes, it is."}
    )

    assert "Yes, it is." in browser.get(f"/leads/{lead.pk}/").content.decode()


def test_later_asks_when_and_refuses_a_time_that_is_over(browser: Client, lead: Lead) -> None:
    due = now(lead).next_due_at

    refused = browser.post(f"/leads/{lead.pk}/later/", {"own": "2026-11-01T10:00"})
    assert (refused.status_code, now(lead).next_due_at) == (422, due)

    browser.post(f"/leads/{lead.pk}/later/", {"own": "2026-11-24T16:30", "waiting_for": "finance"})
    assert (str(now(lead).next_due_at), now(lead).next_text) == (
        "2026-11-24 15:30:00+00:00",
        "finance",
    )


def test_giving_away_and_covering(browser: Client, lead: Lead, karol: Staff, ania: Staff) -> None:
    browser.post(f"/leads/{lead.pk}/owner/", {"to": ania.pk, "seen": karol.pk})
    assert now(lead).owner_id == ania.pk

    again = browser.post(
        f"/leads/{lead.pk}/owner/", {"to": karol.pk, "seen": karol.pk}, follow=True
    )
    assert "Already given to · Ania Mazur" in again.content.decode()

    browser.post(f"/leads/{lead.pk}/cover/")
    assert now(lead).covered_by_id == karol.pk


def test_lost_and_opened_again(browser: Client, lead: Lead) -> None:
    browser.post(f"/leads/{lead.pk}/lost/", {"reason": "spam"})
    assert now(lead).state == "lost"

    browser.post(f"/leads/{lead.pk}/reopening/")
    assert now(lead).is_open


def test_the_car_is_confirmed_or_replaced(
    browser: Client, lead: Lead, golf: Vehicle, bmw: Vehicle
) -> None:
    browser.post(f"/leads/{lead.pk}/vehicle/confirmed/", {"seen": golf.pk})
    assert now(lead).vehicle_confidence == 100

    assert "F-2038" in browser.get(f"/leads/{lead.pk}/vehicle/?q=bmw").content.decode()
    browser.post(f"/leads/{lead.pk}/vehicle/", {"vehicle": bmw.pk})
    assert now(lead).vehicle_id == bmw.pk


def test_an_edit_and_a_deletion_by_the_sender_show(
    browser: Client, lead: Lead, lot: Dealership, at: datetime
) -> None:
    with acting_for(lot):
        said = Message.objects.get(lead=lead)
        about = {"dealership": lot, "channel": said.channel, "about": said.provider_id, "at": at}
        Annotation.objects.create(kind="edit", text="Is the red one there?", key="e1", **about)
    assert "Is the red one there?" in browser.get(f"/leads/{lead.pk}/").content.decode()

    with acting_for(lot):
        Annotation.objects.create(kind="revoke", key="r1", **about)
    shown = browser.get(f"/leads/{lead.pk}/").content.decode()
    assert "Deleted by the sender" in shown
    assert "Is the red one there?" not in shown


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_a_page_of_its_own_too(browser: Client, lead: Lead, form: str) -> None:
    whole = browser.get(f"/leads/{lead.pk}/{form}/")
    part = browser.get(f"/leads/{lead.pk}/{form}/", headers={"HX-Request": "true"})

    assert b"<html" in whole.content
    assert b"sheet-head" in part.content
    assert b"<html" not in part.content


def test_a_form_on_a_page_of_its_own_leads_back_to_the_lead(browser: Client, lead: Lead) -> None:
    path = f"/leads/{lead.pk}/lost/"
    on_it = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}?from=today"}

    answer = browser.post(path, {"reason": "price"}, headers=on_it)

    assert answer.headers["HX-Redirect"] == f"/leads/{lead.pk}/"


def test_a_closed_lead_can_be_opened_again_from_its_dock(lead: Lead, browser: Client) -> None:
    browser.post(f"/leads/{lead.pk}/lost/", {"reason": "price"})

    page = browser.get(f"/leads/{lead.pk}/").content.decode()

    dock = page[page.index("data-lead-dock") :]
    assert dock.count(f'action="/leads/{lead.pk}/reopening/"') == 1
    assert page.count(f'action="/leads/{lead.pk}/reopening/"') == 1
