"""What is done about a lead through the API."""

import pytest

from forecourt.api.tests.programs import ANNA
from forecourt.leads.models import Lead
from forecourt.timeline.models import Event


@pytest.fixture
def lead(program, ewa, karol, in_lot) -> str:
    made: str = program.post("leads", ANNA).json()["id"]
    Lead.objects.update(owner=karol)
    return made


def test_a_call_that_reached_them_stops_the_clock(program, lead, ewa):
    response = program.post(f"leads/{lead}/attempt", {"outcome": "reached"})

    assert response.status_code == 201
    said = response.json()
    assert [(one["result"], one["evidence"]) for one in said["clocks"]] == [("met", "two_way")]
    assert (said["next_action"]["kind"], said["next_action"]["text"]) == ("wait", "After the talk")
    assert Event.objects.get(kind="lead.answered").by == ewa


def test_what_comes_next_is_written_as_it_was_said(program, lead):
    wanted = {
        "kind": "drive",
        "due_at": "2026-11-21T10:00:00+01:00",
        "text": "BMW",
        "promised": True,
    }

    response = program.post(f"leads/{lead}/next-action", wanted)

    assert response.json()["next_action"] == {**wanted, "due_at": "2026-11-21T09:00:00Z"}


@pytest.mark.parametrize("year", ["0001", "1999", "2031", "2099", "9999"])
def test_a_step_years_off_is_refused(program, lead, year):
    """Screens could not show it, and nobody would see the lead again."""
    wanted = {"kind": "call", "due_at": f"{year}-12-31T23:59:59Z"}

    assert program.post(f"leads/{lead}/next-action", wanted).status_code == 422
    attempt = {"outcome": "no_answer", "next_action": wanted}
    assert program.post(f"leads/{lead}/attempt", attempt).status_code == 422


def test_no_call_began_before_the_customer_came(program, lead):
    said = {"outcome": "reached", "began_at": "2001-01-01T00:00:00Z"}

    assert program.post(f"leads/{lead}/attempt", said).status_code == 201
    assert Event.objects.get(kind="lead.answered").at == Lead.objects.get().received_at


def test_a_lead_is_given_to_a_colleague_once(program, lead, karol, ania):
    given = program.post(f"leads/{lead}/assign", {"owner": str(ania.pk)})
    late = program.post(
        f"leads/{lead}/assign", {"owner": str(karol.pk), "seen_owner": str(karol.pk)}
    )

    assert given.json()["owner"] == {"id": str(ania.pk), "name": "Ania Mazur"}
    assert (late.status_code, late.json()["owner"]) == (409, str(ania.pk))


def test_a_lead_is_given_to_nobody_of_another_lot(program, lead, stefan, karol, in_lot):
    response = program.post(f"leads/{lead}/assign", {"owner": str(stefan.pk)})

    assert response.status_code == 422
    assert Lead.objects.get().owner == karol


def test_a_lost_lead_takes_no_acts_until_it_is_opened_again(program, lead):
    lost = program.post(f"leads/{lead}/lose", {"reason": "price"})
    refused = program.post(f"leads/{lead}/attempt", {"outcome": "reached"})
    opened = program.post(f"leads/{lead}/reopen")

    assert (lost.json()["state"], lost.json()["next_action"]) == ("lost", None)
    assert refused.status_code == 409
    assert (opened.json()["state"], opened.json()["next_action"]["kind"]) == ("open", "call")


def test_the_last_act_is_taken_back_once(program, lead):
    before = program.get(f"leads/{lead}").json()
    program.post(f"leads/{lead}/lose", {"reason": "price"})

    undone = program.post(f"leads/{lead}/undo")
    again = program.post(f"leads/{lead}/undo")

    assert undone.json()["state"] == "open"
    assert undone.json()["clocks"] == before["clocks"]
    assert undone.json()["next_action"] == before["next_action"]
    assert again.status_code == 409


def test_a_note_stands_on_the_timeline(program, lead, ewa):
    written = program.post(f"leads/{lead}/note", {"text": "Brings his wife."})

    rows = program.get(f"leads/{lead}/timeline").json()["results"]

    assert written.status_code == 201
    assert [row["kind"] for row in rows] == ["lead.opened", "note.added", "message", "message"]
    assert rows[-1]["by"] == {"id": str(ewa.pk), "name": "Ewa Lis"}
    assert rows[-1]["message"] == {
        "direction": "note",
        "channel": "note",
        "kind": "note",
        "subject": None,
        "body": "Brings his wife.",
        "call_outcome": None,
    }


def test_the_timeline_is_read_page_by_page(program, lead):
    for n in range(3):
        program.post(f"leads/{lead}/note", {"text": f"note {n}"})
    whole = program.get(f"leads/{lead}/timeline").json()["results"]

    rows: list[dict[str, object]] = []
    url = f"leads/{lead}/timeline?limit=3"
    while url:
        page = program.get(url).json()
        rows, url = rows + page["results"], page["next"]

    assert rows == whole
    assert len(rows) == 8


def test_without_an_active_owner_nobody_answers_for_an_act(program, karol, in_lot):
    lead = program.post("leads", ANNA).json()["id"]

    response = program.post(f"leads/{lead}/note", {"text": "Hello"})

    assert response.status_code == 409
