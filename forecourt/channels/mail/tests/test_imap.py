"""Fetching from a real mailbox on a real IMAP server."""

import imaplib
from pathlib import Path

import pytest

from forecourt.capture.models import Inbound, MailFolder
from forecourt.capture.verbs.connect import connect
from forecourt.capture.verbs.store import store as store_rows
from forecourt.channels.mail.imap import MailboxTrouble, fetch_new
from forecourt.channels.verbs.fetch_mail import fetch_mail
from forecourt.channels.verbs.try_mailbox import try_mailbox
from tests import imap_server

SAMPLES = Path(__file__).parent.parent / "samples"
MAILS = [
    "01_direct_enquiry.eml",
    "04_portal_notification_generic_de.eml",
    "12_cp1252_undeclared.eml",
]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if imap_server.program() is None:
        pytest.fail(imap_server.MISSING)
    server = imap_server.ImapServer(tmp_path_factory.mktemp("imap")).start()
    yield server
    server.stop()


@pytest.fixture
def mailbox(server, request):
    client = imaplib.IMAP4("127.0.0.1", server.port)
    client.login(request.node.name[:40], "secret")
    yield client
    client.logout()


@pytest.fixture
def connection(in_lot, server, request, settings, at):
    settings.PRIVATE_MAIL_HOSTS = [f"127.0.0.1:{server.port}"]
    return connect(
        in_lot,
        "mail",
        at=at,
        secrets={"imap_password": "secret"},
        settings={
            "imap_host": "127.0.0.1",
            "imap_port": server.port,
            "imap_security": "none",
            "imap_user": request.node.name[:40],
        },
    )


def put(mailbox, name):
    mailbox.append("INBOX", None, None, (SAMPLES / name).read_bytes())


def test_new_mail_is_fetched_once_and_nothing_is_marked_as_read(connection, mailbox, at):
    for name in MAILS:
        put(mailbox, name)

    fetched = [fetch_new(connection, at=at), fetch_new(connection, at=at)]

    assert fetched == [3, 0]
    assert [bytes(row.body) for row in Inbound.objects.order_by("id")] == [
        (SAMPLES / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        for name in MAILS
    ]
    mailbox.select("INBOX", readonly=True)
    assert mailbox.search(None, "SEEN") == ("OK", [b""])


def test_a_renewed_mailbox_is_scanned_again_and_nothing_comes_twice(connection, mailbox, at):
    put(mailbox, MAILS[0])
    fetch_new(connection, at=at)
    MailFolder.objects.update(uid_validity=1)
    put(mailbox, MAILS[1])

    fetch_new(connection, at=at)

    assert Inbound.objects.count() == 2


def test_a_fetch_that_is_cut_goes_on_where_it_stopped(connection, mailbox, at, monkeypatch):
    from forecourt.channels.mail import imap

    for name in MAILS:
        put(mailbox, name)
    store, calls = store_rows, []

    def cut_after_one(rows):
        calls.append(rows)
        if len(calls) == 2:
            raise OSError("cut")
        store(rows)

    monkeypatch.setattr(imap, "store", cut_after_one)
    with pytest.raises(MailboxTrouble):
        fetch_new(connection, at=at)
    monkeypatch.setattr(imap, "store", store)

    assert fetch_new(connection, at=at) == 2
    assert Inbound.objects.count() == 3


def test_a_wrong_password_is_shown_on_the_channel(connection, at):
    connection.settings["imap_user"] = "lot"
    connection.secrets = b""

    fetch_mail(connection, at=at)

    connection.refresh_from_db()
    assert connection.trouble == "The mailbox refuses this user name and password."


def test_a_mailbox_inside_the_house_network_is_refused(connection, at, settings):
    settings.PRIVATE_MAIL_HOSTS = []

    with pytest.raises(MailboxTrouble, match="Port"):
        fetch_new(connection, at=at)


def test_a_mailbox_is_tried_without_fetching(connection, mailbox):
    put(mailbox, MAILS[0])

    assert try_mailbox(connection) == ""
    assert not Inbound.objects.exists()

    connection.settings["imap_folders"] = "INBOX,Portale"
    assert try_mailbox(connection) == "The mailbox has no folder of this name."

    connection.secrets = b""
    assert try_mailbox(connection) == "The mailbox refuses this user name and password."
