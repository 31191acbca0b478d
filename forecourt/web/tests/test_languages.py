"""A German or Polish page holds no English sentence of ours."""

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape

import pytest
from django.test import Client

from forecourt.capture.envelope import Envelope
from forecourt.capture.models import Connection, Inbound
from forecourt.capture.verbs.connect import connect
from forecourt.capture.verbs.store import row_of, store
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.stock.models import Vehicle
from tests.asked import asked
from tests.browsers import browser_of
from tests.translations import LANGUAGES, catalogue

SHORTEST = 12  # signs; what is shorter may be a word of both languages
READ = r'>([^<>]+)<|(?:aria-label|placeholder|title|alt|data-[a-z-]+)="([^"<>]+)"'
PAGES = (
    "/", "/leads/{lead}/", "/leads/{lead}/attempt/", "/leads/{lead}/later/", "/leads/{lead}/more/",
    "/leads/{lead}/next-step/", "/leads/{lead}/lost/", "/leads/{lead}/note/", "/inbox/",
    "/inbox/?show=held", "/inbox/?show=mine", "/inbox/original/{held}/", "/leads/", "/stock/",
    "/stock/import/", "/cars/{car}/", "/cars/{car}/edit/", "/new/", "/today/done/",
    "/setup/lot/", "/setup/hours/", "/setup/people/", "/setup/replies/", "/setup/channels/",
    "/setup/stock/", "/setup/phone/", "/setup/test/", "/settings/", "/settings/lot/",
    "/settings/hours/", "/settings/people/", "/settings/people/new/", "/settings/replies/",
    "/settings/channels/", "/settings/programs/", "/settings/account/",
)  # fmt: skip
PUBLIC = ("/sign-in/", "/c/{slug}/?lang={language}", "/c/{slug}/{key}/?lang={language}")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def named(lot: Dealership, ewa: Staff, golf: Vehicle, at: datetime) -> dict[str, object]:
    """What the addresses of PAGES and PUBLIC name."""
    lead = asked(lot, "Piotr Nowak", at=at, stock_number="F-2041")
    with acting_for(lot):
        connect(lot, "form", at=at, by=ewa)
        held = _held(Connection.objects.get(channel="form"), at)
    keys = {"slug": lot.slug, "key": golf.public_key}
    return {"lead": lead.pk, "held": held.pk, "car": golf.pk, **keys}


@pytest.mark.slow
def test_a_page_of_ours_is_in_one_language(
    language: str, named: dict[str, object], ewa: Staff
) -> None:
    ewa.language = language
    ewa.save(update_fields=["language"])
    browser = browser_of(ewa)

    found = [
        f"{path} {fault}" for path in PAGES for fault in english_in(browser, path, named, language)
    ]

    assert not found


def test_what_a_stranger_sees_is_in_one_language(
    language: str, named: dict[str, object], client: Client
) -> None:
    client.cookies["language"] = language

    found = [
        f"{path} {fault}" for path in PUBLIC for fault in english_in(client, path, named, language)
    ]

    assert not found


def english_in(
    browser: Client, path: str, named: dict[str, object], language: str
) -> Iterator[str]:
    """Messages that stand on the page as in English, though the catalogue has other words."""
    answer = browser.get(path.format(**named, language=language))
    assert answer.status_code == 200, f"{path} {answer.status_code}"
    said = set(_texts(answer.content.decode()))
    for entry in catalogue(language):
        forms = [entry.msgstr, *entry.msgstr_plural.values()]
        if len(entry.msgid) >= SHORTEST and entry.msgid in said and entry.msgid not in forms:
            yield entry.msgid


def _texts(page: str) -> Iterator[str]:
    """What stands between tags and in attributes that are shown or spoken, one by one."""
    for text in re.findall(READ, page):
        yield " ".join(unescape("".join(text)).split())


def _held(connection: Connection, at: datetime) -> Inbound:
    """A delivery that waits, with its reason."""
    envelope = Envelope(channel="form", body=b"{}", received_at=at)
    store([row_of(connection, envelope, "held-1")])
    row: Inbound = Inbound.objects.get(dedupe="held-1")
    row.state, row.held_kind, row.finished_at = "held", "unreadable", at
    row.reason = "There is no name, phone or address to answer to."
    row.save(update_fields=["state", "held_kind", "reason", "finished_at"])
    return row
