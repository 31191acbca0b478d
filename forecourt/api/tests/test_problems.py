"""Every fault is a problem document, and none is a 500."""

from typing import Any

import pytest

from forecourt.api.resources import leads
from forecourt.api.tests.programs import ANNA

HUGE = "9" * 30


def problem(response: Any) -> dict[str, Any]:
    assert response.headers["Content-Type"] == "application/problem+json"
    said: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail"} <= set(said)
    assert said["status"] == response.status_code
    return said


def test_what_does_not_fit_is_pointed_at(program, karol):
    said = problem(program.post("leads", {**ANNA, "name": "x" * 161, "at": "yesterday"}))

    assert said["status"] == 422
    assert [one["pointer"] for one in said["errors"]] == ["/name", "/at"]


@pytest.mark.parametrize(
    "text", ["a\x00b", "\ud800", "x" * 20_001], ids=["NUL", "lone surrogate", "too long"]
)
@pytest.mark.parametrize("field", ["name", "phone", "email", "message", "provider_id", "vehicle"])
def test_text_that_no_database_takes_is_refused(program, karol, field, text):
    assert problem(program.post("leads", {**ANNA, field: text}))["status"] == 422


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b"[" * 100_000, b'{"at": 1' + b"0" * 5000 + b"}", b"nonsense"],
)
def test_a_body_that_is_no_json_is_a_400(program, karol, body):
    assert problem(program.send("POST", "leads", body))["status"] == 400


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"1", b'"a"', b'{"name": 1}', b'{"vehicle": {"id": 1}}']
)
def test_json_of_another_shape_is_a_422(program, karol, body):
    assert problem(program.send("POST", "leads", body))["status"] == 422


def test_a_body_of_another_kind_is_refused(program, karol):
    response = program.send("POST", "leads", b"name=Anna", Content_Type="text/plain")

    assert problem(response)["status"] == 415


def test_a_body_beyond_a_megabyte_is_refused_unread(program, karol):
    assert problem(program.send("POST", "leads", b" " * 1_000_001))["status"] == 413


@pytest.mark.parametrize(
    "path",
    [
        "nothing", "leads/0", "leads/-1", f"leads/{HUGE}", "leads/one", "leads/1/nothing",
        f"customers/{HUGE}", f"vehicles/{HUGE}", "leads/%00", "leads/٣", "leads/1%0a",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_404(program, path):
    assert problem(program.get(path))["status"] == 404


def test_numbers_beyond_64_bits_are_no_fault_of_ours(program, karol, bmw):
    answers = [
        program.get("leads", owner=HUGE),
        program.get("leads", limit=HUGE),
        program.patch(f"vehicles/{bmw.pk}", {"mileage_km": int(HUGE)}),
        program.patch(f"vehicles/{bmw.pk}", {"price": int(HUGE)}),
        program.patch(f"vehicles/{bmw.pk}", {"price": float("nan")}),
        program.post("leads", {"name": "Anna", "vehicle": HUGE}),
        program.get("leads", due_before="9999-12-31T23:59:59-23:59"),
        program.get("leads", due_before="0001-01-01T00:00:00+23:59"),
    ]

    assert [one.status_code for one in answers] == [200, 422, 422, 422, 422, 201, 422, 422]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0}, {"limit": 201}, {"limit": "x"}, {"state": "closed"}, {"q": "a\x00"},
        {"order": "password"}, {"due_before": "2026-11-20"}, {"owner": "\x00"},
    ],
)  # fmt: skip
def test_a_query_that_does_not_fit_is_a_422(program, query):
    assert problem(program.get("leads", **query))["status"] == 422


def test_keys_of_a_request_reach_no_query(program, karol):
    made = program.post("leads", ANNA).json()["id"]

    response = program.get("leads", owner__password__startswith="a", customer__name="x")

    assert [one["id"] for one in response.json()["results"]] == [made]


def test_a_method_that_is_not_taken_is_named(program):
    response = program.send("DELETE", "leads", b"")

    assert problem(response)["status"] == 405
    assert response.headers["Allow"] == "GET, POST"


def test_a_fault_of_ours_is_a_500_without_its_reason(program, monkeypatch, caplog):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(leads, "page", broken)

    response = program.get("leads")

    assert problem(response)["status"] == 500
    assert b"secret" not in response.content
    assert "the secret of the house" in caplog.text


def test_answers_are_kept_nowhere(program, karol):
    answers = [program.get("leads"), program.get("nothing"), program.post("leads", ANNA)]

    assert [one.headers["Cache-Control"] for one in answers] == ["no-store"] * 3


def test_a_slash_at_the_end_is_no_fault(program, karol):
    assert program.get("leads/").status_code == 200
    assert program.post("leads/", ANNA).status_code == 201
