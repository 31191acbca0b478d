"""Lists: filters, order, pages by keyset, and how many statements they cost."""

from datetime import timedelta
from itertools import chain

import pytest

from forecourt.api.tests.programs import ANNA
from forecourt.leads.models import Lead
from tests.cast import FRIDAY_NOON


def ids(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [one["id"] for one in response.json()["results"]]


@pytest.fixture
def three(program, karol, ania, bmw, in_lot) -> list[str]:
    """Anna asks for the BMW; Piotr, from mobile.de, is Ania's; Maria is lost. Oldest first."""
    bodies = [
        ANNA,
        {
            "name": "Piotr Nowak",
            "phone": "+48601234567",
            "source": "mobile.de",
            "at": "2026-11-20T10:30:00Z",
        },
        {"name": "Maria Żółw", "source": "whatsapp", "at": "2026-11-20T10:45:00Z"},
    ]
    anna, piotr, maria = (program.post("leads", body).json()["id"] for body in bodies)
    Lead.objects.filter(pk=anna).update(received_at=FRIDAY_NOON - timedelta(hours=1), owner=karol)
    Lead.objects.filter(pk=piotr).update(owner=ania, stage="qualified")
    Lead.objects.filter(pk=maria).update(
        owner=karol, state="lost", closed_at=FRIDAY_NOON, next_due_at=None, next_kind=""
    )
    return [anna, piotr, maria]


def test_each_filter_of_leads(program, three, karol, ania, bmw):
    anna, piotr, maria = three
    found = {
        "": ids(program.get("leads")),
        "state": ids(program.get("leads", state="lost")),
        "stage": ids(program.get("leads", stage="qualified")),
        "owner": ids(program.get("leads", owner=ania.pk)),
        "source by channel": ids(program.get("leads", source="whatsapp")),
        "source by provider": ids(program.get("leads", source="Mobile.de")),
        "vehicle": ids(program.get("leads", vehicle=bmw.pk)),
        "q by name": ids(program.get("leads", q="zolw")),
        "q by mail": ids(program.get("leads", q="anna@ex")),
        "q by tail": ids(program.get("leads", q="234 567")),
        "due_before": ids(program.get("leads", due_before="2026-11-20T12:00:00+01:00")),
        "order": ids(program.get("leads", order="received_at")),
        "order by due time": ids(program.get("leads", order="due_at")),
        "two at once": ids(program.get("leads", owner=karol.pk, state="open")),
        "an id that is none": ids(program.get("leads", owner="nobody")),
    }

    assert found == {
        "": [maria, piotr, anna],
        "state": [maria],
        "stage": [piotr],
        "owner": [piotr],
        "source by channel": [maria],
        "source by provider": [piotr],
        "vehicle": [anna],
        "q by name": [maria],
        "q by mail": [anna],
        "q by tail": [piotr],
        "due_before": [piotr],
        "order": [anna, piotr, maria],
        "order by due time": [piotr, anna],
        "two at once": [anna],
        "an id that is none": [],
    }


@pytest.mark.parametrize("order", ["-received_at", "received_at", "due_at"])
def test_pages_go_on_over_rows_of_one_moment(program, karol, order):
    made = [program.post("leads", {"name": f"Anna {n}"}).json()["id"] for n in range(7)]

    pages, url = [], f"/api/v1/leads?limit=3&order={order}"
    while url:
        page = program.get(url).json()
        pages.append([one["id"] for one in page["results"]])
        url = page["next"]

    assert [len(page) for page in pages] == [3, 3, 1]
    assert list(chain(*pages)) == (made[::-1] if order == "-received_at" else made)


def test_the_next_page_keeps_the_filters(program, karol, ania):
    for n in range(3):
        program.post("leads", {"name": f"Anna {n}", "source": "otomoto"})
    program.post("leads", {"name": "Piotr", "source": "mobile.de"})

    first = program.get("leads", source="otomoto", limit=2).json()
    second = program.get(first["next"]).json()

    assert {one["source"]["provider"] for one in second["results"]} == {"otomoto"}
    assert (len(second["results"]), second["next"]) == (1, None)


def test_a_cursor_that_was_not_given_out_is_refused(program, karol):
    for n in range(2):
        program.post("leads", {"name": f"Anna {n}"})
    given = program.get("leads", limit=1).json()["next"].partition("cursor=")[2]

    answers = [
        program.get("leads", cursor="rubbish"),
        program.get("leads", cursor=given[:-2]),
        program.get("leads", cursor="W10:1:2"),
        program.get(f"/api/v1/leads?order=due_at&cursor={given}"),
        program.get(f"/api/v1/customers?cursor={given}"),
    ]

    assert [one.status_code for one in answers] == [400] * 5


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("leads", 3),
        ("today", 3),
        ("customers", 2),
        ("vehicles", 1),
        ("clocks", 1),
        ("inbound", 1),
        ("leads/{lead}/timeline", 3),
        ("vehicles/{vehicle}/leads", 4),
    ],
)
def test_a_list_costs_the_same_at_one_row_and_at_three(
    program, karol, bmw, in_lot, django_assert_num_queries, path, statements
):
    lead = program.post("leads", {"name": "Anna", "vehicle": "F-2038"}).json()["id"]
    url = path.format(lead=lead, vehicle=bmw.pk)
    program.get(url)

    with django_assert_num_queries(statements):
        program.get(url)
    for n in range(2):
        program.post("leads", {"name": f"Piotr {n}", "vehicle": "F-2038"})
    with django_assert_num_queries(statements):
        assert program.get(url).status_code == 200


def test_today_says_why(program, ewa, karol, in_lot):
    program.post("leads", {"name": "Anna", "at": "2026-11-20T09:00:00Z"})
    program.post("leads", {"name": "Piotr", "source": "walkin"})

    rows = program.get("today").json()["results"]

    assert [(row["lead"]["customer"]["name"], row["reasons"]) for row in rows] == [
        ("Anna", ["late", "waits_for_us"]),
        ("Piotr", []),
    ]
    mine = {row["lead"]["owner"]["id"] for row in rows}
    assert len(program.get("today", user=mine.pop()).json()["results"]) >= 1
    assert program.get("today", user="0").json() == {"results": [], "next": None}


def test_clocks_by_state(program, ewa, karol, in_lot):
    program.post("leads", {"name": "Anna", "at": "2026-11-20T09:00:00Z"})
    program.post("leads", {"name": "Piotr"})
    answered = program.post("leads", {"name": "Maria"}).json()["id"]
    program.post(f"leads/{answered}/attempt", {"outcome": "reached"})

    counted = {
        state: len(program.get("clocks", state=state).json()["results"])
        for state in ("running", "warned", "breached", "met", "paused", "void")
    }

    assert counted == {
        "running": 1, "warned": 0, "breached": 1, "met": 1, "paused": 0, "void": 0,
    }  # fmt: skip


def test_customers_and_one_of_them(program, karol, in_lot):
    lead = program.post("leads", ANNA).json()

    listed = program.get("customers", q="0123").json()["results"]
    one = program.get(f"customers/{lead['customer']['id']}").json()

    assert listed == [
        {
            **lead["customer"],
            "company": None,
            "address": None,
            "created_at": "2026-11-20T11:00:00Z",
        }
    ]
    assert one == {
        **listed[0],
        "leads": [
            {
                "id": lead["id"],
                "state": "open",
                "stage": "new",
                "received_at": "2026-11-20T11:00:00Z",
            }
        ],
    }
