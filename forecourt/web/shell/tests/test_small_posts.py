"""Duty, look and language, and what a phone asks for to install the app."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forecourt.dealership.duty import roster_of
from forecourt.dealership.models import Dealership, Role, Staff
from forecourt.dealership.scope import acting_for


def is_away(person: Staff, lot: Dealership) -> bool:
    lot.refresh_from_db()
    with acting_for(lot):
        return roster_of(lot).is_away(person.pk, timezone.now())


@pytest.mark.parametrize("chosen", ["drive-30", "drive-60", "off"])
def test_away_and_back(client: Client, karol: Staff, lot: Dealership, chosen: str) -> None:
    client.force_login(karol)

    client.post("/duty/", {"duty": chosen})
    assert is_away(karol, lot)

    client.post("/duty/", {"duty": "free"})
    assert not is_away(karol, lot)


def test_a_viewer_has_no_duty_but_a_look(client: Client, karol: Staff) -> None:
    Staff.objects.update(role=Role.VIEWER)
    client.force_login(karol)

    assert client.post("/duty/", {"duty": "off"}).status_code == 403
    client.post("/theme/", {"theme": "night"})

    karol.refresh_from_db()
    assert karol.theme == "night"


def test_an_unknown_look_or_language_changes_nothing(client: Client, karol: Staff) -> None:
    client.force_login(karol)

    client.post("/theme/", {"theme": "<script>"})
    client.post("/language/", {"language": "xx"})

    karol.refresh_from_db()
    assert (karol.theme, karol.language) == ("auto", "")


def test_a_stranger_chooses_a_language(client: Client, db: Any) -> None:
    client.post("/language/", {"language": "de"})

    assert client.cookies["language"].value == "de"
    assert '<html lang="de"' in client.get("/sign-in/").text


@pytest.mark.parametrize(
    ("came_from", "goes_to"),
    [
        ("http://testserver/stock/?in=all", "/stock/?in=all"),
        ("https://evil.example/x", "/"),
        ("http://testserver//evil.example", "/evil.example"),
        ("", "/"),
    ],
)
def test_it_leads_back_to_our_own_page_only(
    client: Client, db: Any, came_from: str, goes_to: str
) -> None:
    answer = client.post("/language/", {"language": "pl"}, headers={"Referer": came_from})

    assert answer.headers["Location"] == goes_to


def test_the_app_can_be_installed(client: Client, db: Any) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest").content)

    assert (manifest["id"], manifest["display"]) == ("/", "standalone")
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).headers["Content-Type"] == icon["type"]
    assert client.get("/icon-33.png").status_code == 404
    assert client.get("/sw.js").headers["Content-Type"].startswith("text/javascript")
