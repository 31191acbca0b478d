"""Mail handed in by SMTP, with a real listener and a real client."""

import smtplib
import socket
from pathlib import Path

import pytest
from django.db import DatabaseError

from forecourt.capture.inbox import Inbox
from forecourt.capture.models import Inbound
from forecourt.capture.verbs.connect import connect
from forecourt.channels.mail.smtp import listen
from forecourt.dealership.scope import acting_for

MAIL = (Path(__file__).parent.parent / "samples/01_direct_enquiry.eml").read_bytes()

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def connection(lot, at):
    with acting_for(lot):
        return connect(lot, "mail", at=at)


@pytest.fixture
def port(connection):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    inbox = Inbox()
    inbox.start()
    listener = listen("127.0.0.1", number, inbox)
    yield number
    listener.stop()
    inbox.stop()


def send(port, address):
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("buyer@example.com", [address], MAIL)


def test_a_mail_is_stored_before_250_is_said(lot, connection, port):
    send(port, f"lead+{connection.key}@lot.example")

    with acting_for(lot):
        row = Inbound.objects.get()
    assert (row.connection_id, row.method, row.state) == (connection.pk, "SMTP", "received")
    assert bytes(row.body).splitlines() == MAIL.splitlines()


def test_an_unknown_address_is_refused(port):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(port, "someone-else-entirely@lot.example")


def test_mail_that_cannot_be_stored_stays_with_the_sender(lot, connection, port, monkeypatch):
    monkeypatch.setattr("forecourt.capture.inbox.store", _full)

    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(port, f"{connection.key}@lot.example")

    assert refused.value.smtp_code == 451


def test_mail_whose_address_cannot_be_looked_up_stays_with_the_sender(
    connection, port, monkeypatch
):
    monkeypatch.setattr("forecourt.channels.mail.smtp.door_behind", _full)

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(port, f"{connection.key}@lot.example")

    assert [code for code, _ in refused.value.recipients.values()] == [451]


def _full(*asked):
    raise DatabaseError("database or disk is full")
