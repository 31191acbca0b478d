"""POST /leads: the main job through the API."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from forecourt.api.tests.programs import ANNA
from forecourt.conversations.models import Message
from forecourt.leads.models import Lead
from tests.cast import FRIDAY_NOON

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def test_an_inquiry_becomes_a_lead(program, karol, bmw, in_lot):
    response = program.post("leads", ANNA)

    assert response.status_code == 201, response.content
    lead = Lead.objects.get()
    assert response.json() == {
        "id": str(lead.pk),
        "state": "open",
        "parked": False,
        "stage": "new",
        "customer": {
            "id": str(lead.customer_id),
            "name": "Anna Schmidt",
            "phones": ["+491705550123"],
            "emails": ["anna@example.com"],
            "identities": [
                {"kind": "phone", "value": "+491705550123"},
                {"kind": "email", "value": "anna@example.com"},
            ],
            "language": "de",
        },
        "vehicle": {
            "id": str(bmw.pk),
            "vin": "WBA8J51050A012038",
            "plate": "B-CD 2038",
            "stock_number": "F-2038",
            "title": "BMW 320d Touring",
            "status": "on_lot",
        },
        "interest": "F-2038",
        "source": {"channel": "api", "provider": "otomoto", "campaign": None},
        "received_at": "2026-11-20T11:00:00Z",
        "stored_at": "2026-11-20T11:00:00Z",
        "owner": {"id": str(karol.pk), "name": "Karol Osowski"},
        "covered_by": None,
        "next_action": {
            "kind": "reply",
            "text": None,
            "due_at": "2026-11-20T11:15:00Z",
            "promised": False,
        },
        "waiting_for": None,
        "blockers": [],
        "intents": [],
        "clocks": [
            {
                "rule": "first_response",
                "started_at": "2026-11-20T11:00:00Z",
                "due_at": "2026-11-20T11:15:00Z",
                "stopped_at": None,
                "result": "running",
                "evidence": None,
            }
        ],
        "last_contact": "2026-11-20T11:00:00Z",
        "url": f"http://127.0.0.1:8000/leads/{lead.pk}/",
    }
    assert program.get(f"leads/{lead.pk}").json() == response.json()
    assert program.get("leads").json() == {"results": [response.json()], "next": None}


def test_a_second_inquiry_joins_the_open_lead(program, karol, in_lot):
    first = program.post("leads", ANNA)

    second = program.post("leads", {"phone": "+49 170 555 0123", "message": "Hallo?"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["id"] == first.json()["id"]
    assert Lead.objects.count() == 1


def test_a_provider_id_is_captured_once(program, karol, in_lot):
    body = {**ANNA, "provider_id": "otomoto-77"}

    answers = [program.post("leads", body) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 200]
    assert answers[1].json() == answers[0].json()
    assert Message.objects.count() == 1


def test_the_car_is_found_by_whatever_names_it(program, karol, bmw, golf, in_lot):
    told = [
        {"id": str(bmw.pk)},
        str(bmw.pk),
        {"vin": "wba8j51050a012038"},
        "WBA8J51050A012038",
        {"plate": "B CD2038"},
        {"stock_number": "f2038"},
        "F-2038",
        {"words": "BMW 320d Touring"},
        "BMW 320d",
    ]

    found = [
        program.post("leads", {"name": "Anna", "vehicle": vehicle}).json()["vehicle"]["id"]
        for vehicle in told
    ]

    assert found == [str(bmw.pk)] * len(told)


def test_a_source_is_a_channel_or_a_provider(program, karol):
    told = ["WhatsApp", "mobile.de", {"channel": "mail", "provider": "OLX", "campaign": "autumn"}]

    sources = [
        program.post("leads", {"name": "Anna", "source": source}).json()["source"]
        for source in told
    ]

    assert sources == [
        {"channel": "whatsapp", "provider": None, "campaign": None},
        {"channel": "api", "provider": "mobile.de", "campaign": None},
        {"channel": "mail", "provider": "OLX", "campaign": "autumn"},
    ]


def test_nobody_can_be_answered_without_a_name_or_an_address(program, karol, in_lot):
    response = program.post("leads", {"phone": "12", "email": "no address", "message": "Hi"})

    assert response.status_code == 422
    assert [one["pointer"] for one in response.json()["errors"]] == ["/phone"]
    assert not Lead.objects.exists()


def test_what_identifies_nobody_is_kept_as_it_was_sent(program, karol, in_lot):
    program.post("leads", {"name": "Anna", "phone": "12", "email": "anna at home"})

    assert Message.objects.get().facts == {"extra": {"phone": "12", "email": "anna at home"}}


def test_fields_that_are_not_asked_for_change_nothing(program, karol, stefan, in_lot):
    """Mass assignment: the lot, the owner, the state and the times are ours to say."""
    forged = {
        **ANNA,
        "dealership": stefan.dealership_id,
        "tenant": stefan.dealership_id,
        "owner": stefan.pk,
        "state": "won",
        "created_at": "2001-01-01T00:00:00Z",
        "stored_at": "2001-01-01T00:00:00Z",
        "id": "999",
    }

    response = program.post("leads", forged)

    assert response.status_code == 201
    lead = Lead.objects.get()
    assert (lead.owner, lead.state, lead.stored_at) == (karol, "open", FRIDAY_NOON)
    assert lead.dealership_id == karol.dealership_id


def test_a_lot_without_sellers_says_so(program):
    response = program.post("leads", ANNA)

    assert response.status_code == 409


def test_a_capture_costs_ten_statements_at_most(program, karol, ania, bmw):
    program.post("leads", {"name": "the first one fills what a process remembers"})

    with CaptureQueriesContext(connection) as spent:
        response = program.post("leads", ANNA)

    work = [one["sql"] for one in spent if not one["sql"].startswith(TRANSACTION)]
    assert response.status_code == 201
    assert len(work) <= 10, "\n".join(work)
