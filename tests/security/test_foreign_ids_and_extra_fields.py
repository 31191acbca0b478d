"""S3, S19: ids of another lot in bodies are refused, fields that nobody asked for are ignored."""

from typing import Any

import pytest
from django.test import Client

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.leads.models import Lead
from forecourt.stock.models import Vehicle
from tests.security.neighbour import CANARY, Ids, fingerprint
from tests.security.test_tenant_walk import browser, leaks, now, ours, program, theirs

__all__ = ["browser", "now", "ours", "program", "theirs"]

EXTRA: dict[str, Any] = {
    "dealership": 2, "dealership_id": 2, "tenant": 2, "owner_id": 1, "is_staff": True,
    "is_owner": True, "role": "owner", "created_at": "2001-01-01T00:00:00Z", "id": 1, "pk": 1,
    "state": "won", "stored_at": "2001-01-01T00:00:00Z", "answered_at": "2001-01-01T00:00:00Z",
}  # fmt: skip
ADD = {"kind": "form", "name": "Zofia Lis", "phone": "+491705550777", "message": "Hello"}


def lead_of(ours: Ids, lot: Dealership) -> dict[str, Any]:
    with acting_for(lot):
        return dict(Lead.objects.filter(pk=ours["lead_id"]).values().get())


def test_no_form_takes_the_other_lots_people_or_cars(
    browser: Client, ours: Ids, theirs: Ids, lot: Dealership, other_lot: Dealership, ewa: Staff
) -> None:
    lead, before = f"/leads/{ours['lead_id']}", fingerprint(other_lot)
    kept = lead_of(ours, lot)
    tries: list[tuple[str, dict[str, Any]]] = [
        (f"{lead}/owner/", {"to": theirs["person_id"], "seen": ewa.pk}),
        (f"{lead}/owner/", {"to": ewa.pk, "seen": theirs["person_id"]}),
        (f"{lead}/vehicle/", {"vehicle": theirs["vehicle_id"]}),
        (f"{lead}/vehicle/confirmed/", {"seen": theirs["vehicle_id"]}),
        (f"/settings/people/{ours['person_id']}/leave/", {"to": theirs["person_id"]}),
    ]
    for path, body in tries:
        answer = browser.post(path, body)
        assert answer.status_code < 500, path
        assert not leaks(answer), path
        now = lead_of(ours, lot)
        assert (now["owner_id"], now["vehicle_id"]) == (kept["owner_id"], kept["vehicle_id"]), path
    browser.post("/new/", {"name": "Jan", "vehicle": theirs["vehicle_id"], "next": "call"})
    with acting_for(lot):
        assert not Lead.objects.filter(vehicle_id=theirs["vehicle_id"]).exists()
    assert fingerprint(other_lot) == before


def test_no_program_takes_the_other_lots_people_or_cars(
    program: Client, ours: Ids, theirs: Ids, lot: Dealership, other_lot: Dealership
) -> None:
    before, kept = fingerprint(other_lot), lead_of(ours, lot)
    car, person = str(theirs["vehicle_id"]), str(theirs["person_id"])
    tries: list[tuple[str, dict[str, Any]]] = [
        (f"leads/{ours['lead_id']}/assign", {"owner": person}),
        (
            f"leads/{ours['lead_id']}/assign",
            {"owner": str(ours["person_id"]), "seen_owner": person},
        ),
        ("leads", {**ADD, "vehicle": {"id": car}}),
        ("leads", {**ADD, "vehicle": car}),
        ("leads", {**ADD, "phone": "+48601234567"}),
    ]
    for number, (path, body) in enumerate(tries):
        answer = program.post(
            f"/api/v1/{path}", body, content_type="application/json",
            headers={"Idempotency-Key": f"try-{number}"},
        )  # fmt: skip
        assert answer.status_code < 500, (path, body)
        assert not leaks(answer), (path, body)
    assert lead_of(ours, lot) == kept
    with acting_for(lot):
        assert not Lead.objects.filter(vehicle_id=theirs["vehicle_id"]).exists()
    assert fingerprint(other_lot) == before


@pytest.mark.parametrize(
    "query",
    [
        "owner__password__startswith=a", "dealership=2", "dealership_id=2", "customer__name=K",
        "q=Kanare", "state__in=open,won", "order_by=dealership", "sort=dealership__name",
        "owner=999999", "cursor=AAAA", "_connector=OR%201=1", "after=-1", "limit=99999999",
    ],
)  # fmt: skip
def test_no_filter_reaches_the_other_lot(
    browser: Client, program: Client, ours: Ids, theirs: Ids, query: str
) -> None:
    for path in ("leads", "customers", "vehicles", "inbound", "today", "clocks"):
        answer = program.get(f"/api/v1/{path}?{query}")
        assert answer.status_code < 500, (path, query)
        assert not leaks(answer), (path, query)
    for path in ("/", "/leads/", "/stock/", "/inbox/", "/new/cars/", "/new/known/"):
        answer = browser.get(f"{path}?{query}")
        assert answer.status_code < 500, (path, query)
        assert CANARY not in answer.text, path


def test_fields_that_nobody_asked_for_change_nothing(
    browser: Client, program: Client, ours: Ids, theirs: Ids, lot: Dealership,
    other_lot: Dealership, karol: Staff,
) -> None:  # fmt: skip
    before, lead = fingerprint(other_lot), ours["lead_id"]
    extra = {**EXTRA, "dealership": other_lot.pk, "dealership_id": other_lot.pk}
    for path in (f"/leads/{lead}/note/", f"/leads/{lead}/later/", "/stock/add/", "/new/"):
        words = {"note": "x", "text": "x", "make": "Audi", "model": "A3", "name": "Jan Lis"}
        assert browser.post(path, {**extra, **words}).status_code < 500
    browser.post(
        f"/settings/people/{karol.pk}/",
        {**extra, "name": "Karol", "email": karol.email, "role": "sales", "password": "x" * 12},
    )
    for number, (path, body) in enumerate(
        [
            ("leads", ADD),
            ("vehicles", {"make": "Audi", "model": "A4"}),
            (f"leads/{lead}/note", {"text": "x"}),
        ]
    ):
        answer = program.post(
            f"/api/v1/{path}", {**extra, **body}, content_type="application/json",
            headers={"Idempotency-Key": f"extra-{number}"},
        )  # fmt: skip
        assert answer.status_code < 500

    with all_dealerships():
        karol.refresh_from_db()
        assert (karol.dealership_id, karol.role) == (lot.pk, "sales")
        assert not Lead.objects.filter(state="won").exists()
        assert not Lead.objects.filter(stored_at__year=2001).exists()
        assert not Vehicle.objects.filter(created_at__year=2001).exists()
    assert fingerprint(other_lot) == before
