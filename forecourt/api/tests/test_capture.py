"""POST /leads: the main job through the API."""

from forecourt.api.tests.programs import ANNA
from forecourt.leads.models import Lead


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
