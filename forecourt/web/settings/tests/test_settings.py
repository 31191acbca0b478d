"""Who may change what, and that it is changed."""

import time
from datetime import UTC, date, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone

from forecourt.capture.models import Connection
from forecourt.capture.secrets import open_secrets
from forecourt.capture.verbs.connect import connect
from forecourt.channels.verbs.connect_all import connect_all
from forecourt.dealership.calendar import calendar_of
from forecourt.dealership.models import Absence, ApiToken, DayException, Dealership, Role, Staff
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.invite import invite
from forecourt.dealership.verbs.issue_token import issue_token
from forecourt.dealership.verbs.plan_absence import plan_absence
from forecourt.sla.models import Rule, Trigger
from forecourt.sla.rules import rule_for, terms
from forecourt.timeline.models import Event

OWNERS_PAGES = (
    "/settings/",
    "/settings/lot/",
    "/settings/hours/",
    "/settings/people/",
    "/settings/people/new/",
    "/settings/replies/",
    "/settings/channels/",
    "/settings/programs/",
    "/settings/account/",
)
USUAL_WEEK = {f"opens-{day}": "09:00" for day in range(5)}
USUAL_WEEK.update({f"closes-{day}": "18:00" for day in range(5)})


@pytest.fixture
def owner(client: Client, ewa: Staff) -> Client:
    client.force_login(ewa)
    return client


@pytest.mark.parametrize("path", OWNERS_PAGES)
def test_the_owner_sees_every_page(owner: Client, path: str) -> None:
    page = owner.get(path)

    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "<c-" not in page.text


@pytest.mark.parametrize("path", [path for path in OWNERS_PAGES if path != "/settings/account/"])
def test_sales_people_see_their_account_only(client: Client, karol: Staff, path: str) -> None:
    client.force_login(karol)

    page = client.get(path)

    assert page.status_code == (302 if path == "/settings/" else 403)
    assert client.get("/settings/account/").status_code == 200


def test_a_stranger_is_sent_to_sign_in(client: Client, db: Any) -> None:
    assert client.get("/settings/").url == "/sign-in/?next=/settings/"  # type: ignore[attr-defined]


def test_stefan_gets_404(
    client: Client, stefan: Staff, karol: Staff, lot: Dealership, at: datetime
) -> None:
    with acting_for(lot):
        way_in = connect(lot, "form", at=at)
        issue_token(lot, "Website", at=at)
        token = ApiToken.objects.get()
        absence = plan_absence(karol, begins_at=at, ends_at=at.replace(year=2030), by=karol, at=at)
    client.force_login(stefan)

    for path in (f"/settings/people/{karol.pk}/", f"/settings/channels/{way_in.pk}/"):
        assert client.get(path).status_code == 404
    for path in (
        f"/settings/people/{karol.pk}/",
        f"/settings/people/{karol.pk}/link/",
        f"/settings/people/{karol.pk}/away/",
        f"/settings/people/{karol.pk}/away/{absence.pk}/forget/",
        f"/settings/people/{karol.pk}/leave/",
        f"/settings/channels/{way_in.pk}/",
        f"/settings/channels/{way_in.pk}/switch/",
        f"/settings/programs/{token.pk}/revoke/",
    ):
        assert client.post(path).status_code == 404
    with acting_for(lot):
        assert ApiToken.objects.get().revoked_at is None


def test_the_lot_takes_what_was_typed(owner: Client, lot: Dealership) -> None:
    facts = {
        "name": "Autohaus Lis", "address": "Am Platz 1", "phone": "030 23125 014", "email": "",
        "language": "de", "country": "DE", "currency": "EUR", "timezone": "Europe/Berlin",
    }  # fmt: skip

    wrong = owner.post("/settings/lot/", {**facts, "phone": "12"})
    saved = owner.post("/settings/lot/", facts)

    assert wrong.status_code == 422
    assert saved.status_code == 302
    lot.refresh_from_db()
    assert (lot.phone, lot.language) == ("+493023125014", "de")


def test_a_day_may_have_a_break(owner: Client, lot: Dealership) -> None:
    typed = {**USUAL_WEEK, "opens-0": ["09:00", "13:00"], "closes-0": ["12:00", "18:00"]}

    owner.post("/settings/hours/", typed)

    lot.refresh_from_db()
    with acting_for(lot):
        monday = calendar_of(lot).windows_on(date(2026, 11, 23))
    assert [(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in monday] == [
        ("09:00", "12:00"),
        ("13:00", "18:00"),
    ]


@pytest.mark.parametrize(("opens", "closes"), [("18:00", "09:00"), ("09:00", ""), ("nine", "ten")])
def test_hours_that_cannot_be_are_said_at_their_day(
    owner: Client, lot: Dealership, opens: str, closes: str
) -> None:
    page = owner.post("/settings/hours/", {**USUAL_WEEK, "opens-2": opens, "closes-2": closes})

    assert page.status_code == 422
    assert [day.number for day in page.context["days"] if day.wrong] == [2]
    with acting_for(lot):
        assert not Event.objects.filter(kind="dealership.hours_changed").exists()


def test_a_single_day_closes_and_opens_again(owner: Client, lot: Dealership) -> None:
    owner.post(
        "/settings/hours/days/", {"day": "2030-12-24", "opens": "", "closes": "", "reason": "Eve"}
    )
    with acting_for(lot):
        assert DayException.objects.get().opens is None

    owner.post("/settings/hours/days/2030-12-24/forget/")

    with acting_for(lot):
        assert not DayException.objects.exists()


def test_the_region_brings_its_holidays(owner: Client, lot: Dealership) -> None:
    before = dict(owner.get("/settings/hours/").context["holidays"])

    owner.post("/settings/hours/holidays/", {"region": "BY", "keeps_public_holidays": "on"})

    after = dict(owner.get("/settings/hours/").context["holidays"])
    year = datetime.now(UTC).year
    assert date(year, 1, 6) not in before
    assert date(year, 1, 6) in after


def test_a_new_person_gets_a_link_that_is_shown_once(owner: Client, lot: Dealership) -> None:
    page = owner.post(
        "/settings/people/new/", {"name": "Jan Nowy", "email": "jan@lis.example", "role": "sales"}
    )

    added = Staff.objects.get(email="jan@lis.example")
    assert "/welcome/" in page.context["address"]
    assert "<svg" in page.text
    assert added.dealership_id == lot.pk
    assert "/welcome/" not in owner.get(f"/settings/people/{added.pk}/").text


def test_an_address_belongs_to_one_person(owner: Client, karol: Staff, ania: Staff) -> None:
    taken = {"name": "Ania Mazur", "email": karol.email, "role": "sales"}

    added = owner.post("/settings/people/new/", taken)
    changed = owner.post(f"/settings/people/{ania.pk}/", taken)

    assert [added.status_code, changed.status_code] == [422, 422]
    ania.refresh_from_db()
    assert ania.email == "ania@lis.example"


def test_the_last_owner_stays_owner(owner: Client, ewa: Staff) -> None:
    page = owner.post(
        f"/settings/people/{ewa.pk}/", {"name": ewa.name, "email": ewa.email, "role": "sales"}
    )

    ewa.refresh_from_db()
    assert page.status_code == 422
    assert ewa.role == Role.OWNER


def test_days_away_are_whole_days_of_the_lot(owner: Client, karol: Staff, lot: Dealership) -> None:
    owner.post(f"/settings/people/{karol.pk}/away/", {"first": "2030-07-01", "last": "2030-07-02"})

    with acting_for(lot):
        away = Absence.objects.get()
    assert away.begins_at == datetime(2030, 6, 30, 22, tzinfo=UTC)
    assert away.ends_at == datetime(2030, 7, 2, 22, tzinfo=UTC)


def test_reply_times_come_into_force(owner: Client, lot: Dealership) -> None:
    owner.post(
        "/settings/replies/", {"minutes": "30", "minutes_whatsapp": "5", "minutes_calls": "10"}
    )

    lot.refresh_from_db()
    with acting_for(lot):
        found = {
            channel: rule_for(lot, Trigger.FIRST_RESPONSE, channel)
            for channel in ("mail", "whatsapp", "twilio")
        }
        assert Rule.objects.filter(until_at__isnull=True).count() == 5
    assert {channel: rule.minutes for channel, rule in found.items() if rule} == {
        "mail": 30, "whatsapp": 5, "twilio": 10,
    }  # fmt: skip


def test_secrets_go_in_and_never_come_out(owner: Client, lot: Dealership, at: datetime) -> None:
    with acting_for(lot):
        way_in = connect(lot, "whatsapp", at=at, secrets={"verify_token": "old-token"})
    path = f"/settings/channels/{way_in.pk}/"

    owner.post(path, {"app_secret": "s3cret-of-the-app", "verify_token": ""})
    page = owner.get(path)

    with acting_for(lot):
        kept = open_secrets(Connection.objects.get().secrets)
    assert kept == {"verify_token": "old-token", "app_secret": "s3cret-of-the-app"}
    assert "s3cret" not in page.text
    assert "old-token" not in page.text


def test_a_channel_can_be_switched_off(owner: Client, lot: Dealership, at: datetime) -> None:
    with acting_for(lot):
        way_in = connect(lot, "form", at=at)

    owner.post(f"/settings/channels/{way_in.pk}/switch/", {"on": "0"})

    with acting_for(lot):
        assert not Connection.objects.get().is_on


def test_a_key_is_shown_once_and_can_be_revoked(owner: Client, lot: Dealership) -> None:
    made = owner.post("/settings/programs/", {"name": "Website"})
    assert "fc_" in made.text
    assert "fc_" not in owner.get("/settings/programs/").text

    with acting_for(lot):
        token = ApiToken.objects.get()
    owner.post(f"/settings/programs/{token.pk}/revoke/")

    with acting_for(lot):
        assert ApiToken.objects.get().revoked_at is not None


@pytest.mark.parametrize(
    "path", ["/settings/people/", "/settings/channels/", "/settings/programs/"]
)
def test_a_longer_list_takes_no_more_queries(
    owner: Client, lot: Dealership, at: datetime, path: str, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    owner.get(path)
    with CaptureQueriesContext(connection) as one:
        owner.get(path)
    with acting_for(lot):
        connect_all(lot, at=at)
        for number in range(3):
            issue_token(lot, f"Program {number}", at=at)
    for number in range(3):
        Staff.objects.create(
            dealership=lot, email=f"s{number}@lis.example", name=f"S {number}", created_at=at
        )

    with django_assert_num_queries(len(one)):
        owner.get(path)


def test_the_account_lists_the_sessions_and_ends_the_others(lot: Dealership, ewa: Staff) -> None:
    here, there = Client(), Client()
    for one in (here, there):
        with acting_for(lot):
            token = invite(ewa, at=timezone.now())
        one.post(f"/welcome/{token}/")

    before = here.get("/settings/account/").context["sessions"]
    here.post("/settings/account/sessions/end/")

    assert sorted(one["is_this"] for one in before) == [False, True]
    assert here.get("/settings/account/").status_code == 200
    assert there.get("/settings/account/").status_code == 302


def test_the_last_way_in_is_not_removed(owner: Client, ewa: Staff) -> None:
    Staff.objects.update(password="!")
    only = TOTP.activate(ewa, "JBSWY3DPEHPK3PXP").instance
    session = owner.session
    record = {"method": "link", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(ewa.pk)
    session["_auth_user_hash"] = Staff.objects.get().get_session_auth_hash()
    session.save()

    owner.post(f"/settings/account/passkeys/{only.pk}/remove/")

    assert Authenticator.objects.filter(pk=only.pk).exists()


@pytest.mark.parametrize(
    "typed", [{"day": "2030-12-24", "opens": "18:00", "closes": "09:00"}, {"day": "soon"}]
)
def test_a_single_day_that_cannot_be_is_refused(
    owner: Client, lot: Dealership, typed: dict[str, str]
) -> None:
    assert owner.post("/settings/hours/days/", typed).status_code == 422
    with acting_for(lot):
        assert not DayException.objects.exists()


def test_settings_say_the_minutes_that_really_run(owner: Client, lot: Dealership) -> None:
    """Nobody has set any yet: set-up only proposes fewer for WhatsApp."""
    shown = owner.get("/settings/replies/").context["form"].initial

    with acting_for(lot):
        in_force = terms(lot, Trigger.FIRST_RESPONSE, "whatsapp")[0]
    assert shown["minutes_whatsapp"] == in_force == 15
