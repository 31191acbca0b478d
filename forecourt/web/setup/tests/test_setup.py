"""The wizard: every preset works, what is typed is kept, a test lead arrives."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forecourt.capture.models import Inbound
from forecourt.capture.verbs.read_inbound import claim, read_inbound
from forecourt.channels.registry import parse
from forecourt.channels.verbs.connect_all import connect_all
from forecourt.dealership.models import Dealership, OpeningWindow, Staff
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.leads.models import Lead
from forecourt.sla.models import Rule
from forecourt.web.setup.left_to_do import left_to_do
from forecourt.web.setup.steps import STEPS

WEEK = {"opens-0": "08:00", "closes-0": "17:00"}
POSTS: dict[str, dict[str, Any]] = {
    "lot": {"name": "Autohaus Lis", "country": "PL", "language": "pl"},
    "hours": {**WEEK, "region": "", "keeps_public_holidays": "on"},
    "replies": {"minutes": "15", "minutes_whatsapp": "5", "minutes_calls": "15"},
    "phone": {},
}


@pytest.fixture
def owner(client: Client, ewa: Staff, lot: Dealership, at: datetime) -> Client:
    with acting_for(lot):
        connect_all(lot, at=at)
    client.force_login(ewa)
    return client


@pytest.mark.parametrize("step", STEPS)
def test_each_step_shows_a_way_on(owner: Client, step: str) -> None:
    page = owner.get(f"/setup/{step}/")

    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert 'data-kind="filled"' in page.text
    assert "<c-" not in page.text


@pytest.mark.parametrize("step", STEPS)
def test_only_the_owner_sets_up(client: Client, karol: Staff, step: str) -> None:
    client.force_login(karol)

    assert client.get(f"/setup/{step}/").status_code == 403


def test_the_presets_can_be_taken_as_they_are(owner: Client, lot: Dealership) -> None:
    for step in ("lot", "hours", "replies"):
        form = owner.get(f"/setup/{step}/").context["form"]
        typed = {name: value for name, value in form.initial.items() if value not in (None, False)}
        answer = owner.post(f"/setup/{step}/", {**typed, **(WEEK if step == "hours" else {})})
        assert answer.status_code == 302, step

    with acting_for(lot):
        assert OpeningWindow.objects.exists()
        rules = Rule.objects.filter(channel__in=["", "whatsapp", "sipgate"])
        assert dict(rules.values_list("channel", "minutes")) == {
            "": 15,
            "whatsapp": 5,
            "sipgate": 15,
        }


def test_what_is_typed_is_kept_and_the_end_is_remembered(owner: Client, lot: Dealership) -> None:
    assert left_to_do(lot) is not None

    went = [
        owner.post(f"/setup/{step}/", typed).headers["Location"] for step, typed in POSTS.items()
    ]

    lot.refresh_from_db()
    assert went == ["/setup/hours/", "/setup/people/", "/setup/channels/", "/"]
    assert (lot.country, lot.currency, lot.timezone) == ("PL", "PLN", "Europe/Warsaw")
    assert left_to_do(lot) is None
    with acting_for(lot):
        assert OpeningWindow.objects.count() == 1


def test_a_person_is_invited_from_the_wizard(owner: Client) -> None:
    page = owner.post(
        "/setup/people/",
        {"name": "Jan", "email": "jan@lis.example", "role": "sales", "onward": "/setup/people/"},
    )

    assert "/welcome/" in page.context["address"]
    assert page.context["onward"] == "/setup/people/"


def test_the_way_on_stays_in_the_house(owner: Client) -> None:
    page = owner.post(
        "/setup/people/",
        {"name": "Jan", "email": "jan@lis.example", "role": "sales", "onward": "//evil.example"},
    )

    assert page.status_code == 404


def test_a_test_lead_goes_through_the_door_and_arrives(owner: Client, lot: Dealership) -> None:
    sent = owner.post("/setup/test/").headers["Location"]
    before = owner.get(sent)
    with all_dealerships():
        for row in claim(at=timezone.now()):
            read_inbound(row, parse=parse, at=timezone.now())
    after = owner.get(sent, headers={"HX-Request": "true"})

    with acting_for(lot):
        inbound, lead = Inbound.objects.get(), Lead.objects.get()
    assert json.loads(bytes(inbound.body))["email"] == "test@example.com"
    assert before.context["waits"]
    assert f"/leads/{lead.pk}/" in after.text
    assert "<html" not in after.text


def test_stefan_gets_404(owner: Client, lot: Dealership, stefan: Staff) -> None:
    sent = owner.post("/setup/test/").headers["Location"]
    other = Client()
    other.force_login(stefan)

    assert other.get(sent).status_code == 404
