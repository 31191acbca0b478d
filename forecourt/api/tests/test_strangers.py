"""Ids, filters and bodies of one lot open nothing at another."""

import pytest

from forecourt.api import wrong_tokens
from forecourt.api.tests.programs import ANNA, Program
from forecourt.capture.models import Connection, Inbound
from forecourt.dealership.models import ApiToken
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.revoke_token import revoke_token
from forecourt.leads.models import Lead
from tests.cast import FRIDAY_NOON

READS = (
    "leads", "today", "customers", "vehicles", "inbound", "clocks", "leads?q=Anna",
    "leads?q=0123", "leads?owner={owner}", "leads?vehicle={vehicle}", "today?user={owner}",
    "customers?q=Anna", "vehicles?vin=WBA8J51050A012038", "vehicles?q=BMW", "inbound?state=held",
)  # fmt: skip
ONES = (
    ("GET", "leads/{lead}"), ("GET", "leads/{lead}/timeline"), ("POST", "leads/{lead}/note"),
    ("POST", "leads/{lead}/attempt"), ("POST", "leads/{lead}/next-action"),
    ("POST", "leads/{lead}/assign"), ("POST", "leads/{lead}/lose"), ("POST", "leads/{lead}/reopen"),
    ("POST", "leads/{lead}/undo"),
    ("GET", "customers/{customer}"), ("GET", "vehicles/{vehicle}"),
    ("PATCH", "vehicles/{vehicle}"), ("GET", "vehicles/{vehicle}/leads"),
    ("POST", "vehicles/{vehicle}/status"), ("POST", "inbound/{inbound}/replay"),
    ("POST", "inbound/{inbound}/dismiss"),
)  # fmt: skip
FITS_ALL = (
    b'{"text":"x","outcome":"reached","kind":"call","due_at":"2026-11-21T09:00:00Z",'
    b'"owner":"1","reason":"price","status":"sold"}'
)


@pytest.fixture
def ours(program, ewa, karol, bmw, lot) -> dict[str, str]:
    """Rows of Ewa's lot that could leak."""
    lead = program.post("leads", ANNA).json()
    with acting_for(lot):
        way = Connection.objects.create(
            dealership=lot, channel="mail", key="k" * 24, created_at=FRIDAY_NOON
        )
        held = Inbound.objects.create(
            dealership=lot, connection=way, channel="mail", dedupe="1", body=b"Anna Schmidt",
            received_at=FRIDAY_NOON, state="held", reason="It has no text.",
            finished_at=FRIDAY_NOON, preview="Anna Schmidt",
        )  # fmt: skip
    return {
        "lead": lead["id"],
        "customer": lead["customer"]["id"],
        "vehicle": str(bmw.pk),
        "inbound": str(held.pk),
        "owner": lead["owner"]["id"],
    }


@pytest.mark.parametrize("path", READS)
def test_stefan_sees_none_of_our_rows(program, stefans_program, ours, path):
    url = path.format(**ours)

    assert stefans_program.get(url).json() == {"results": [], "next": None}
    assert program.get(url).json()["results"]


@pytest.mark.parametrize(("method", "path"), ONES)
def test_stefan_gets_404(stefans_program, ours, lot, method, path):
    url = path.format(**ours)
    with acting_for(lot):
        before = list(Lead.objects.values())

    response = stefans_program.send(method, url, FITS_ALL if method != "GET" else b"")

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert b"Anna" not in response.content
    with acting_for(lot):
        assert list(Lead.objects.values()) == before


def test_stefan_cannot_name_our_car(stefans_program, ours, other_lot):
    by_id = stefans_program.post("leads", {"name": "Anna", "vehicle": {"id": ours["vehicle"]}})
    by_word = stefans_program.post("leads", {"name": "Anna", "vehicle": ours["vehicle"]})
    by_vin = stefans_program.post("leads", {"name": "Anna", "vehicle": "WBA8J51050A012038"})

    assert by_id.status_code == 422
    assert [by_word.json()["vehicle"], by_vin.json()["vehicle"]] == [None, None]


def test_a_provider_id_belongs_to_its_lot(program, stefans_program, karol):
    body = {**ANNA, "provider_id": "77"}

    answers = [program.post("leads", body), stefans_program.post("leads", body)]

    assert [one.status_code for one in answers] == [201, 201]


def test_an_idempotency_key_belongs_to_its_lot(program, stefans_program, karol):
    answers = [one.post("leads", ANNA, Idempotency_Key="k") for one in (program, stefans_program)]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json()["id"] != answers[1].json()["id"]


@pytest.mark.parametrize("token", [None, "fc_wrong", "x" * 300, "Ü"])
@pytest.mark.parametrize("path", ["leads", "leads/1", "inbound", "vehicles"])
def test_without_a_good_token_nothing_is_said(lot, token, path):
    response = Program(token).get(path)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_opens_nothing_from_that_moment(program, ewa, lot):
    assert program.get("leads").status_code == 200

    with acting_for(lot):
        revoke_token(ApiToken.objects.get(), by=ewa, at=FRIDAY_NOON)

    assert program.get("leads").status_code == 401


def test_a_token_costs_one_look_up_in_a_while(program, lot, django_assert_num_queries):
    program.get("leads")

    with django_assert_num_queries(1):
        program.get("leads")


def test_whoever_tries_many_tokens_is_told_to_wait(program, lot, monkeypatch):
    monkeypatch.setattr(wrong_tokens, "MOST", 2)
    wrong_tokens.forget_wrong_tokens()

    answers = [Program("fc_wrong").get("leads") for _ in range(3)]
    wrong_tokens.forget_wrong_tokens()

    assert [one.status_code for one in answers] == [401, 401, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert program.get("leads").status_code == 200
