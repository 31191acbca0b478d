"""S1: at every address, with every method, Ewa finds nothing of Stefan's and changes nothing."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.dealership.verbs.issue_token import issue_token
from tests.browsers import browser_of
from tests.security.neighbour import (
    CANARY,
    Ids,
    empty_tables,
    fingerprint,
    furnish,
    plant_canaries,
)
from tests.security.routes import ROUTES, routes

METHODS = ("get", "head", "post", "put", "patch", "delete")
WORDS_OF_PROGRAMS = {
    "note": {"text": "walked"},
    "attempt": {"outcome": "no_answer"},
    "next-action": {"kind": "call", "due_at": "2030-01-07T09:00:00Z"},
    "lose": {"reason": "price"},
    "assign": {"owner": "1"},
    "status": {"status": "sold"},
}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
GONE, TAKEN = {404, 405}, {200, 201, 202, 204}
NOBODYS = 987654321
SIGN_IN = "/sign-in/"
OTHER_WORDS = {"day": "2026-12-24", "name": "x.css", "token": "x", "side": "192", "rest": "nothing"}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def theirs(other_lot: Dealership, stefan: Staff, now: datetime) -> Ids:
    ids = furnish(other_lot, stefan, now)
    assert plant_canaries(other_lot) > 40
    return ids


@pytest.fixture
def ours(lot: Dealership, ewa: Staff, now: datetime) -> Ids:
    lot.set_up_at = now
    lot.save(update_fields=["set_up_at"])
    return furnish(lot, ewa, now, phone="+491705550199", factor_type="totp", word="Ours")


@pytest.fixture
def browser(ewa: Staff) -> Client:
    return browser_of(ewa, raise_request_exception=False)


@pytest.fixture
def program(lot: Dealership, now: datetime) -> Client:
    with acting_for(lot):
        token = issue_token(lot, "walker", at=now)
    return Client(
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "walk"},
        raise_request_exception=False,
    )


def addresses(route: str, ours: Ids, theirs: Ids) -> Iterator[tuple[str, str]]:
    """The route filled in with every mix of ids; with any of Stefan's, also as nobody has it."""
    choices = [
        [(theirs[name], NOBODYS), (ours[name], ours[name])]
        if name in theirs
        else [(OTHER_WORDS.get(name, "x"),) * 2]
        for name in PARAMETER.findall(route)
    ]
    for values in product(*choices):
        path = unknown = f"/{route}"
        for value, instead in values:
            path = PARAMETER.sub(str(value), path, count=1)
            unknown = PARAMETER.sub(str(instead), unknown, count=1)
        yield path, unknown if unknown != path else ""


def body_for(client: Client, method: str, path: str) -> dict[str, Any]:
    """Programs send JSON, pages send forms."""
    is_write = method in {"post", "put", "patch"}
    is_program = "HTTP_AUTHORIZATION" in client.defaults
    said = WORDS_OF_PROGRAMS.get(path.rsplit("/", 1)[-1], {})
    return {"data": said, "content_type": "application/json"} if is_write and is_program else {}


def leaks(answer: Any) -> bool:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return CANARY.lower() in f"{body.decode('utf-8', 'replace')}{answer.headers}".lower()


def walk(
    clients: dict[str, Client], ours: Ids, theirs: Ids, along: Iterable[str] = ()
) -> list[str]:
    """Every route x method x mix of ids; what was answered though it should not have been.

    A foreign id is answered with 404 or 405, or exactly as an id that nobody has.
    """
    found = []
    for route in along or dict.fromkeys(routes()):
        client = clients["api" if ROUTES.get(route) == "api" else "browser"]
        if route == "sign-out/" or route.startswith("settings/account/sessions"):
            continue  # would end the walk
        for path, unknown in addresses(route, ours, theirs):
            for method in METHODS if unknown else ("get", "head"):
                act, said = getattr(client, method), body_for(client, method, path)
                answer = act(path, **said)
                status = answer.status_code
                if unknown and status not in GONE | ({act(unknown, **said).status_code} - TAKEN):
                    found.append(f"{method.upper()} {path}: {status}")
                if status >= 500 and path != "/up":
                    found.append(f"{method.upper()} {path}: {status}")
                if leaks(answer):
                    found.append(f"{method.upper()} {path}: shows what is Stefan's")
    return found


def test_every_address_is_listed_with_who_may_ask_for_it() -> None:
    assert set(routes()) == set(ROUTES)


def test_the_other_lot_has_a_row_in_every_table(theirs: Ids, other_lot: Dealership) -> None:
    assert empty_tables(other_lot) == []


@pytest.mark.slow
def test_no_address_shows_or_changes_anything_of_the_other_lot(
    browser: Client, program: Client, ours: Ids, theirs: Ids, other_lot: Dealership
) -> None:
    before = fingerprint(other_lot)

    found = walk({"browser": browser, "api": program}, ours, theirs)

    assert not found, "\n".join(found)
    assert fingerprint(other_lot) == before


@pytest.mark.slow
def test_strangers_are_sent_to_sign_in(ours: Ids, theirs: Ids) -> None:
    stranger, found = Client(raise_request_exception=False), []
    for route, kind in ROUTES.items():
        for path, _ in addresses(route, ours, theirs):
            answer = stranger.get(path)
            sent_away = answer.status_code == 302 and answer.url.startswith(SIGN_IN)  # type: ignore[attr-defined]
            right = {
                "public": answer.status_code < 500 or path == "/up",
                "api": answer.status_code in {401, 404, 405},
            }.get(kind, sent_away or answer.status_code == 405)
            if not right or (kind != "public" and leaks(answer)):
                found.append(f"{kind} {path}: {answer.status_code}")
    assert found == []


@pytest.mark.slow
def test_only_the_owner_comes_into_the_owners_rooms(karol: Staff, ours: Ids, theirs: Ids) -> None:
    seller, found = browser_of(karol, raise_request_exception=False), []
    for route, kind in ROUTES.items():
        if kind == "owner":
            for path, _ in addresses(route, ours, theirs):
                for method in ("get", "post"):
                    status = getattr(seller, method)(path).status_code
                    if status not in {403, 404, 405}:
                        found.append(f"{method.upper()} {path}: {status}")
    assert found == []


def test_the_guard_of_tenants_sees_a_scope_that_is_open_to_all(
    browser: Client, program: Client, ours: Ids, theirs: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    for door in ("forecourt.dealership.middleware", "forecourt.api.door"):
        monkeypatch.setattr(f"{door}.acting_for", lambda _: all_dealerships())

    clients = {"browser": browser, "api": program}
    for route in ("leads/", "stock/", "api/v1/leads/<lead_id>"):
        assert walk(clients, ours, theirs, along=[route]), route
