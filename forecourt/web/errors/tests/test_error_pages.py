"""A failed request ends on a page that says what to do, in the reader's language."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, RequestFactory

from forecourt.dealership.models import Staff
from forecourt.web.errors import pages
from tests.browsers import browser_of

LANGUAGES = ("en", "de", "pl")


def test_a_wrong_address_leads_the_team_back_to_today(karol: Staff) -> None:
    answer = browser_of(karol).get("/no/such/page/")

    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()
    assert "<script" not in answer.content.decode()


def test_a_stranger_is_led_to_sign_in(client: Client, db: Any) -> None:
    answer = client.get("/no/such/page/")

    assert (answer.status_code, 'href="/sign-in/"' in answer.content.decode()) == (404, True)


def test_a_customer_is_led_to_the_form_of_the_lot(client: Client, db: Any) -> None:
    assert 'href="/c/autohaus/"' in client.get("/c/autohaus/gone/").content.decode()
    assert "<nav" not in client.get("/c/nobody/").content.decode()


def test_a_customer_sees_the_mark_of_nobody_else(client: Client, db: Any) -> None:
    assert "FORECOURT" not in client.get("/c/autohaus/gone/").content.decode().upper()
    assert "FORECOURT" in client.get("/gone/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_speaks_the_language_of_its_reader(language: str, rf: RequestFactory) -> None:
    request = rf.get("/", headers={"accept-language": language})
    answers = [
        pages.bad_request(request, SuspiciousOperation()),
        pages.permission_denied(request, PermissionDenied()),
        pages.page_not_found(request, Exception()),
        pages.server_error(request),
        pages.csrf_failure(request),
    ]

    assert [answer.status_code for answer in answers] == [400, 403, 404, 500, 403]
    assert {answer.headers["Content-Language"] for answer in answers} == {language}
    english = str(pages.BROKEN.title) in answers[3].content.decode()
    assert english == (language == "en")


def test_a_form_without_its_token_says_so(karol: Staff) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = browser_of(karol).cookies

    answer = browser.post(
        "/theme/", {"theme": "night"}, headers={"referer": "http://testserver/leads/?q=1"}
    )

    assert answer.status_code == 403
    assert 'href="/leads/?q=1"' in answer.content.decode()


def test_the_style_is_allowed_to_apply(client: Client, db: Any) -> None:
    answer = client.get("/no/such/page/")

    policy = answer.headers["Content-Security-Policy"]
    nonce = answer.content.decode().split('nonce="')[1].split('"')[0]
    assert nonce
    assert f"'nonce-{nonce}'" in policy


def test_a_fault_of_ours_needs_no_query_and_no_shell(
    karol: Staff, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    def broken(*given: Any, **named: Any) -> HttpResponse:
        raise RuntimeError("the shell is broken")

    request = RequestFactory().get("/today/?a=1")
    request.staff = karol  # type: ignore[attr-defined]
    monkeypatch.setattr("forecourt.web.shell.context.shell", broken)
    with django_assert_num_queries(0):
        answer = pages.server_error(request)

    assert 'href="/today/?a=1"' in answer.content.decode()
