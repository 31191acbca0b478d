"""The owner enters a mailbox, tries it and fetches from it; its password never comes back."""

import imaplib
import ssl
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils.translation import override
from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError

from forecourt.capture.models import Connection, MailFolder
from forecourt.capture.secrets import open_secrets
from forecourt.capture.verbs.connect import connect
from forecourt.channels.mail import imap
from forecourt.channels.verbs.fetch_mail import fetch_mail
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.outbox.egress import Forbidden
from forecourt.timeline.models import Event
from forecourt.web.settings.mailbox_words import SENTENCES, trouble_in_words
from tests.browsers import browser_of

MAILBOX = {
    "imap_host": "imap.lis.example",
    "imap_security": "tls",
    "imap_port": "",
    "imap_user": "info@lis.example",
    "imap_password": "pässword of the box",
    "imap_folders": "INBOX, Portale",
}
KEPT = {
    "imap_host": "imap.lis.example",
    "imap_security": "tls",
    "imap_port": 993,
    "imap_user": "info@lis.example",
    "imap_folders": "INBOX, Portale",
}


class Box:
    """A mailbox that stands still; `fault` is what happens when it is opened."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.opened: list[str] = []
        self.folder = SimpleNamespace(set=self._open)

    def __enter__(self) -> "Box":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def login_utf8(self, user: str, password: str, initial_folder: None) -> None:
        if self.fault:
            raise self.fault

    login = login_utf8

    def _open(self, name: str, *, readonly: bool) -> None:
        assert readonly
        self.opened.append(name)


@pytest.fixture
def mail(lot: Dealership, at: datetime) -> Connection:
    with acting_for(lot):
        return connect(lot, "mail", at=at)


@pytest.fixture
def owner(ewa: Staff) -> Client:
    return browser_of(ewa)


def page_of(mail: Connection) -> str:
    return f"/settings/channels/{mail.pk}/"


def kept(mail: Connection) -> tuple[dict[str, Any], dict[str, str]]:
    with acting_for(mail.dealership):
        mail.refresh_from_db()
    return mail.settings, open_secrets(mail.secrets)


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_mailbox_is_entered_and_its_password_never_shown(owner: Client, mail: Connection) -> None:
    saved = owner.post(page_of(mail), MAILBOX)
    page = owner.get(page_of(mail))

    assert saved.status_code == 302
    assert kept(mail) == (KEPT, {"imap_password": MAILBOX["imap_password"]})
    assert imap.Account.of(mail) == imap.Account(
        "imap.lis.example", 993, "info@lis.example", MAILBOX["imap_password"], ("INBOX", "Portale")
    )
    assert "imap.lis.example" in page.text
    assert "password of the box" not in page.text
    with acting_for(mail.dealership):
        event = Event.objects.filter(kind="channel.changed").latest("id")
    assert "password of the box" not in str(event.data)


def test_the_password_stays_while_the_server_does(owner: Client, mail: Connection) -> None:
    owner.post(page_of(mail), MAILBOX)

    same = owner.post(page_of(mail), {**MAILBOX, "imap_folders": "", "imap_password": ""})
    moved = owner.post(page_of(mail), {**MAILBOX, "imap_host": "b.example", "imap_password": ""})

    assert (same.status_code, moved.status_code) == (302, 422)
    assert "Enter the password for this mailbox." in moved.text
    assert kept(mail)[0] == {**KEPT, "imap_folders": ""}
    assert kept(mail)[1] == {"imap_password": MAILBOX["imap_password"]}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"imap_port": "25"}, "A mailbox is read on port 993 or 143."),
        ({"imap_port": "many"}, "Enter a whole number."),
        ({"imap_user": ""}, "Enter the user name of the mailbox."),
        ({"imap_user": "a\r\nb LOGOUT"}, "Enter a valid value."),
        ({"imap_host": "https://lis.example/"}, "Enter a valid value."),
        ({"imap_security": "none"}, "none is not one of the available choices"),
    ],
)
def test_what_cannot_be_a_mailbox_is_said_at_its_field(
    owner: Client, mail: Connection, typed: dict[str, str], wrong: str
) -> None:
    page = owner.post(page_of(mail), {**MAILBOX, **typed})

    assert page.status_code == 422
    assert wrong in page.text
    assert "password of the box" not in page.text
    assert kept(mail) == ({}, {})


def test_starttls_has_its_own_port(owner: Client, mail: Connection) -> None:
    owner.post(page_of(mail), {**MAILBOX, "imap_security": "starttls"})

    assert kept(mail)[0]["imap_port"] == 143


def test_a_mailbox_is_taken_away_with_its_password(
    owner: Client, mail: Connection, at: datetime
) -> None:
    owner.post(page_of(mail), MAILBOX)
    owner.post(page_of(mail), {"imap_host": ""})

    assert set(kept(mail)[0].values()) == {""}
    assert kept(mail)[1] == {}
    with acting_for(mail.dealership):
        assert fetch_mail(mail, at=at) == 0
        mail.refresh_from_db()
    assert (mail.trouble, mail.last_seen_at) == ("", None)


def test_another_mailbox_is_read_from_its_own_beginning(owner: Client, mail: Connection) -> None:
    owner.post(page_of(mail), MAILBOX)
    with acting_for(mail.dealership):
        MailFolder.objects.create(
            dealership=mail.dealership, connection=mail, name="INBOX", last_uid=400
        )
        owner.post(page_of(mail), {**MAILBOX, "imap_folders": ""})
        assert MailFolder.objects.count() == 1

        owner.post(page_of(mail), {**MAILBOX, "imap_user": "sales@lis.example"})
        assert MailFolder.objects.count() == 0


def test_a_mailbox_is_tried_at_once(
    owner: Client, mail: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box()
    monkeypatch.setattr(imap, "_open_quickly", lambda account: box)

    answer = owner.post(page_of(mail), {**MAILBOX, "then": "test"})

    assert said(answer) == ["Saved. The mailbox can be read."]
    assert box.opened == ["INBOX", "Portale"]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (MailboxLoginError(("NO", []), "OK"), "The mailbox refuses this user name and password."),
        (imaplib.IMAP4.error("AUTHENTICATE"), "The mailbox refuses this user name and password."),
        (MailboxFolderSelectError(("NO", []), "OK"), "The mailbox has no folder of this name."),
        (ssl.SSLCertVerificationError(), "The certificate of the mail server is not its own."),
        (ssl.SSLError(), "The mail server speaks no TLS on this port."),
        (Forbidden("There is no server of this name."), "There is no server of this name."),
        (TimeoutError(), "The mailbox does not answer."),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else "",
)
def test_what_is_wrong_is_said_in_one_sentence_and_stands_on_the_channel(
    owner: Client,
    mail: Connection,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    sentence: str,
) -> None:
    monkeypatch.setattr(imap, "_open_quickly", lambda account: Box(fault))

    answer = owner.post(page_of(mail), {**MAILBOX, "then": "test"})

    assert said(answer) == [sentence]
    assert sentence in owner.get("/settings/channels/").text
    assert kept(mail)[0] == KEPT


@pytest.mark.parametrize("language", ["de", "pl"])
def test_a_trouble_never_reads_as_that_of_a_delivery(language: str) -> None:
    with override(language):
        unknown = trouble_in_words("The delivery is about nothing.")
        assert unknown not in {trouble_in_words(sentence) for sentence in SENTENCES}


def test_mail_is_fetched_on_request(
    owner: Client, mail: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.post(page_of(mail), MAILBOX)
    monkeypatch.setattr(imap, "fetch_new", lambda connection, at: 2)

    answer = owner.post(f"{page_of(mail)}fetch/")

    assert said(answer)[-1] == "2 new messages."
    assert "Mailbox read" in owner.get(page_of(mail)).text


def test_a_lost_key_is_a_trouble_and_stops_no_other_mailbox(
    owner: Client, mail: Connection, at: datetime
) -> None:
    owner.post(page_of(mail), MAILBOX)
    with acting_for(mail.dealership):
        Connection.objects.update(secrets=b"not ours")
        mail.refresh_from_db()

        assert fetch_mail(mail, at=at) == 0

        mail.refresh_from_db()
    assert mail.trouble == "The password cannot be read any more: enter it again."
    assert owner.get(page_of(mail)).status_code == 200
    assert owner.post(page_of(mail), MAILBOX).status_code == 302
    assert kept(mail)[1] == {"imap_password": MAILBOX["imap_password"]}


def test_nobody_else_touches_the_mailbox(
    karol: Staff, stefan: Staff, owner: Client, mail: Connection
) -> None:
    owner.post(page_of(mail), MAILBOX)

    assert browser_of(karol).post(f"{page_of(mail)}fetch/").status_code == 403
    assert browser_of(stefan).post(f"{page_of(mail)}fetch/").status_code == 404
    assert browser_of(stefan).post(page_of(mail), MAILBOX).status_code == 404


def test_no_mailbox_no_fetching(owner: Client, mail: Connection) -> None:
    assert owner.post(f"{page_of(mail)}fetch/").status_code == 404
    assert "Fetch now" not in owner.get(page_of(mail)).text
