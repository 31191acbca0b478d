"""Getting in: links, passwords, second factors, limits."""

import re
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from forecourt.dealership.models import Dealership, Invitation, Staff
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.dealership.verbs.deactivate import deactivate, reactivate
from forecourt.dealership.verbs.invite import SpentInvitation, accept_invitation, invite
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def _second_factor_is_asked_for(settings: Any, db: Any) -> None:
    settings.DEMO_MARK = None
    cache.clear()


@pytest.fixture
def link(karol: Staff, lot: Dealership) -> str:
    with acting_for(lot):
        return f"/welcome/{invite(karol, at=timezone.now())}/"


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1])))


def test_looking_at_an_invitation_does_not_use_it_up(client: Client, link: str) -> None:
    page = client.get(link)
    client.head(link)

    assert page.status_code == 200
    assert "Karol Osowski" in page.text
    assert "Autohaus Lis" in page.text
    with all_dealerships():
        assert not Invitation.objects.filter(used_at__isnull=False).exists()


def test_an_invitation_speaks_the_language_of_the_phone(client: Client, link: str) -> None:
    page = client.get(link, headers={"Accept-Language": "pl-PL,pl;q=0.9"})

    assert 'lang="pl"' in page.text


def test_who_comes_first_is_spoken_to_in_the_language_of_their_phone(
    client: Client, ewa: Staff, lot: Dealership
) -> None:
    with acting_for(lot):
        Staff.objects.filter(pk=ewa.pk).update(email="owner@first.invalid")
        link = f"/welcome/{invite(ewa, at=timezone.now())}/"
    german = {"Accept-Language": "de-DE"}

    client.post(link, {"name": "Ewa Lis", "email": "e@lis.example"}, headers=german)

    ewa.refresh_from_db()
    assert ewa.speaks == "de"


def test_an_invitation_lets_in_once(client: Client, link: str, karol: Staff) -> None:
    first = client.post(link)
    second = Client().post(link)

    assert first.url == "/second-factor/"  # type: ignore[attr-defined]
    assert client.session["_auth_user_id"] == str(karol.pk)
    assert second.status_code == 410


def test_an_old_invitation_is_refused(
    client: Client, karol: Staff, lot: Dealership, at: datetime
) -> None:
    with acting_for(lot):
        token = invite(karol, at=at - timedelta(days=800))

    assert client.get(f"/welcome/{token}/").status_code == 410
    assert client.post(f"/welcome/{token}/").status_code == 410


def test_a_new_link_ends_the_older_one(
    client: Client, link: str, karol: Staff, lot: Dealership
) -> None:
    with acting_for(lot):
        newer = f"/welcome/{invite(karol, at=timezone.now())}/"

    assert client.get(link).status_code == 410
    assert client.get(newer).status_code == 200


def test_the_owner_of_the_first_start_says_who_they_are(
    client: Client, lot: Dealership, ewa: Staff
) -> None:
    Staff.objects.filter(pk=ewa.pk).update(email="owner@forecourt.invalid", name="")
    with acting_for(lot):
        link = f"/welcome/{invite(ewa, at=timezone.now())}/"

    without = client.post(link, {})
    named = client.post(link, {"name": "Ewa Lis", "email": "ewa@lis.example"})

    assert without.status_code == 200
    assert named.status_code == 302
    ewa.refresh_from_db()
    assert (ewa.name, ewa.email) == ("Ewa Lis", "ewa@lis.example")


def test_only_the_pages_of_the_second_factor_open_without_one(client: Client, link: str) -> None:
    Staff.objects.update(password="!")
    client.post(link)

    for path in ("/settings/", "/", "/setup/", "/api/"):
        assert client.get(path).url == "/second-factor/"  # type: ignore[attr-defined]
    assert client.get("/second-factor/", HTTP_HOST="localhost").status_code == 200


def test_the_demo_lot_asks_for_no_second_factor_but_production_does(
    client: Client, karol: Staff, settings: Any, tmp_path: Any
) -> None:
    mark = tmp_path / "demo"
    settings.DEMO_MARK = mark
    client.force_login(karol)

    assert client.get("/settings/account/").status_code == 302
    mark.touch()
    assert client.get("/settings/account/").status_code == 200
    settings.DEMO_MARK = None  # what IN_PRODUCTION makes of it
    assert client.get("/settings/account/").status_code == 302


def test_a_password_comes_with_an_app_and_recovery_codes(
    client: Client, link: str, karol: Staff
) -> None:
    client.post(link)
    page = client.get("/second-factor/password/")
    secret = page.context["secret"]

    wrong = client.post(
        "/second-factor/password/", {"password": "a long enough one", "code": "000000"}
    )
    done = client.post(
        "/second-factor/password/", {"password": "a long enough one", "code": code_for(secret)}
    )
    codes = client.get("/second-factor/codes/")

    assert "The code is wrong." in wrong.text
    assert done.url == "/second-factor/codes/"  # type: ignore[attr-defined]
    assert len(codes.context["codes"]) == 10
    kept = Authenticator.objects.get(user=karol, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert client.get("/settings/account/").status_code == 200


def test_a_short_or_common_password_is_refused(client: Client, link: str) -> None:
    client.post(link)
    secret = client.get("/second-factor/password/").context["secret"]

    for password in ("short", "password123"):
        answer = client.post(
            "/second-factor/password/", {"password": password, "code": code_for(secret)}
        )
        assert answer.status_code == 200
        assert not Authenticator.objects.exists()


def test_password_then_code_signs_in_and_the_code_is_needed(client: Client, karol: Staff) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(karol, secret)

    step = client.post("/sign-in/", {"login": karol.email, "password": PASSWORD})
    too_early = client.get("/settings/account/")
    done = client.post("/sign-in/code/", {"code": code_for(secret)})

    assert step.url == "/sign-in/code/"  # type: ignore[attr-defined]
    assert "/sign-in/" in too_early.url  # type: ignore[attr-defined]
    assert done.status_code == 302
    assert client.get("/settings/account/").status_code == 200


def test_no_field_looks_filled_and_a_bare_number_offers_no_passkey(karol: Staff) -> None:
    TOTP.activate(karol, "JBSWY3DPEHPK3PXP")
    browser = Client(SERVER_NAME="127.0.0.1")

    page = browser.post("/sign-in/", {"login": karol.email, "password": PASSWORD}, follow=True)

    assert 'name="code"' in page.text
    assert "placeholder" not in page.text
    assert "data-passkey" not in page.text


def test_a_wrong_password_does_not_tell_whether_the_person_exists(
    client: Client, karol: Staff
) -> None:
    known = client.post("/sign-in/", {"login": karol.email, "password": "wrong"})
    unknown = client.post("/sign-in/", {"login": "nobody@lis.example", "password": "wrong"})

    def without_address(page: str) -> str:
        return re.sub(r'value="[^"]*"|nonce="[^"]*"|content="[^"]{40,}"', "", page)

    assert "Mail address or password is wrong." in known.text
    assert without_address(known.text) == without_address(unknown.text)


def test_five_wrong_passwords_close_the_address_for_a_while(client: Client, karol: Staff) -> None:
    for _ in range(5):
        client.post("/sign-in/", {"login": karol.email, "password": "wrong"})

    refused = client.post("/sign-in/", {"login": karol.email, "password": PASSWORD})
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").post(
        "/sign-in/", {"login": karol.email, "password": PASSWORD}
    )

    assert "Too many attempts" in refused.text
    assert elsewhere.status_code == 302


def test_ten_wrong_passwords_close_the_account_from_everywhere(karol: Staff) -> None:
    for number in range(10):
        Client(REMOTE_ADDR=f"192.0.2.{number + 1}").post(
            "/sign-in/", {"login": karol.email, "password": "wrong"}
        )

    refused = Client(REMOTE_ADDR="192.0.2.99").post(
        "/sign-in/", {"login": karol.email, "password": PASSWORD}
    )

    assert "Too many attempts" in refused.text


def test_a_person_who_left_is_out_at_the_next_request(
    client: Client, karol: Staff, ewa: Staff, lot: Dealership, at: datetime
) -> None:
    TOTP.activate(karol, "JBSWY3DPEHPK3PXP")
    client.force_login(karol)
    assert client.get("/settings/account/").status_code == 200

    with acting_for(lot):
        deactivate(karol, by=ewa, at=at)

    assert "/sign-in/" in client.get("/settings/account/").url  # type: ignore[attr-defined]


def test_who_comes_back_signs_in_anew(
    client: Client, link: str, karol: Staff, ewa: Staff, lot: Dealership, at: datetime
) -> None:
    client.post(link)
    assert client.get("/second-factor/").status_code == 200

    with acting_for(lot):
        deactivate(karol, by=ewa, at=at)
        reactivate(karol, by=ewa, at=at)

    assert "/sign-in/" in client.get("/second-factor/").url  # type: ignore[attr-defined]


def test_signing_out_needs_a_post_and_ends_the_session(client: Client, karol: Staff) -> None:
    client.force_login(karol)

    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")

    assert not Session.objects.filter(pk=client.session.session_key).exists()


def test_nobody_can_sign_up_or_ask_for_a_new_password_by_mail(client: Client) -> None:
    for path in (
        "/signup/",
        "/sign-up/",
        "/password/reset/",
        "/accounts/signup/",
        "/accounts/login/",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_taps_on_one_link_one_gets_in(karol: Staff, lot: Dealership, at: datetime) -> None:
    with acting_for(lot):
        token = invite(karol, at=at)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def tap() -> None:
        start.wait()
        try:
            accept_invitation(token, at=at)
            outcomes.append("in")
        except SpentInvitation:
            outcomes.append("spent")
        finally:
            connection.close()

    taps = [threading.Thread(target=tap) for _ in range(2)]
    for one in taps:
        one.start()
    for one in taps:
        one.join()

    assert sorted(outcomes) == ["in", "spent"]
