import socket
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from forecourt.capture.models import Connection
from forecourt.capture.verbs.connect import connect
from forecourt.channels.mail.imap import CheckedMailBox, MailboxTrouble, fetch_new
from forecourt.dealership.models import Dealership

DEADLINE_S, DRIP_S = 0.4, 0.02


class Dripping:
    """Answers at once until its words are said, then a byte at a time, each soon enough."""

    def __init__(self, *words: bytes) -> None:
        self.words = words
        self._at = socket.create_server(("127.0.0.1", 0))
        self.port = self._at.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        line, _ = self._at.accept()
        try:
            for word in self.words:
                line.sendall(word)
                line.recv(1000)
            while True:
                line.sendall(b"x")
                time.sleep(DRIP_S)
        except OSError:
            line.close()

    def close(self) -> None:
        self._at.close()


@pytest.fixture(params=["greeting", "answer"])
def server(request: pytest.FixtureRequest) -> Iterator[Dripping]:
    said = () if request.param == "greeting" else (b"* OK here\r\n", b"* CAPABILITY IMAP4REV1\r\n")
    server = Dripping(*said)
    yield server
    server.close()


@pytest.fixture
def mailbox(in_lot: Dealership, at: datetime, server: Dripping, settings: Any) -> Connection:
    settings.PRIVATE_MAIL_HOSTS = [f"127.0.0.1:{server.port}"]
    entered = {
        "imap_host": "127.0.0.1", "imap_port": server.port, "imap_user": "sales",
        "imap_security": "none",
    }  # fmt: skip
    return connect(in_lot, "mail", at=at, secrets={"imap_password": "x"}, settings=entered)


def test_and_the_next_mailbox_gets_its_turn(mailbox: Connection, at: datetime) -> None:
    began = time.monotonic()

    with pytest.raises(MailboxTrouble):
        fetch_new(mailbox, at=at, open_box=partial(CheckedMailBox, within_s=DEADLINE_S))

    assert time.monotonic() - began < 5 * DEADLINE_S
    for one in [one for one in threading.enumerate() if one.name == "deadline"]:
        one.join(DEADLINE_S)
        assert not one.is_alive()
