"""A person leaves; no lead is left without an owner."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from forecourt.capture.inquiry import Inquiry, Person, Source
from forecourt.capture.verbs.capture import capture
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from forecourt.timeline.models import Event


@pytest.fixture
def lead(lot: Dealership, karol: Staff, at: datetime) -> Lead:
    inquiry = Inquiry(
        kind="form", source=Source("form"), provider_id="1", person=Person(name="Piotr Nowak")
    )
    with acting_for(lot):
        lead = capture(inquiry, dealership=lot, at=at).lead
    assert lead.owner_id == karol.pk
    return lead


def test_who_owns_open_leads_cannot_leave(
    client: Client, lead: Lead, karol: Staff, ewa: Staff
) -> None:
    client.force_login(ewa)

    page = client.post(f"/settings/people/{karol.pk}/leave/", {"to": ""})

    karol.refresh_from_db()
    assert page.status_code == 422
    assert "1 open lead would have no owner." in page.text
    assert karol.is_active


def test_leads_go_to_the_one_who_was_chosen(
    client: Client, lead: Lead, karol: Staff, ania: Staff, ewa: Staff, lot: Dealership
) -> None:
    client.force_login(ewa)
    due = lead.next_due_at

    client.post(f"/settings/people/{karol.pk}/leave/", {"to": str(ania.pk)})

    karol.refresh_from_db()
    with acting_for(lot):
        lead.refresh_from_db()
        moved = list(Event.objects.filter(kind="lead.assigned").values_list("lead_id", "by_id"))
    assert not karol.is_active
    assert (lead.owner_id, lead.next_due_at) == (ania.pk, due)
    assert moved == [(lead.pk, ewa.pk)]


def test_leads_never_go_to_another_lot(
    client: Client, lead: Lead, karol: Staff, stefan: Staff, ewa: Staff
) -> None:
    client.force_login(ewa)

    page = client.post(f"/settings/people/{karol.pk}/leave/", {"to": str(stefan.pk)})

    karol.refresh_from_db()
    assert page.status_code == 404
    assert karol.is_active


def test_the_last_owner_cannot_leave(client: Client, ewa: Staff, db: Any) -> None:
    client.force_login(ewa)

    page = client.post(f"/settings/people/{ewa.pk}/leave/")

    assert page.status_code == 422
    assert "needs an owner" in page.text


def test_a_person_who_left_can_come_back(client: Client, karol: Staff, ewa: Staff) -> None:
    client.force_login(ewa)
    client.post(f"/settings/people/{karol.pk}/leave/")

    client.post(f"/settings/people/{karol.pk}/return/")

    karol.refresh_from_db()
    assert karol.is_active
