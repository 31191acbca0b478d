from datetime import datetime
from typing import Any

import pytest

from forecourt.capture.verbs.connect import connect
from forecourt.channels.mail.imap import MailboxTrouble, fetch_new
from forecourt.commands import workers
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for

ENTERED = {"imap_host": "imap.example.com", "imap_port": 993, "imap_user": "sales"}


class Odd:
    """A mailbox whose server names no UIDVALIDITY, or a number that is none."""

    def __init__(self, status: dict[str, object]) -> None:
        self.folder, self._status = self, status

    def __enter__(self) -> "Odd":
        return self

    def __exit__(self, *_: object) -> None: ...

    def login(self, *_: object, **__: object) -> None: ...

    def set(self, *_: object, **__: object) -> None: ...

    def status(self, _: str) -> dict[str, object]:
        return self._status

    def uids(self, _: object) -> list[str]:
        return ["9" * 30, "x"]


@pytest.mark.parametrize("status", [{}, {"UIDVALIDITY": "no"}, {"UIDVALIDITY": 10**30}])
def test_nonsense_is_a_trouble_of_its_mailbox(
    in_lot: Dealership, at: datetime, status: dict[str, object]
) -> None:
    mailbox = connect(in_lot, "mail", at=at, secrets={"imap_password": "x"}, settings=ENTERED)
    with pytest.raises(MailboxTrouble):
        fetch_new(mailbox, at=at, open_box=lambda _: Odd(status))  # type: ignore[arg-type, return-value]


def test_one_lots_mailbox_never_keeps_anothers_waiting(
    lot: Dealership, other_lot: Dealership, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def falls_over(connection: Any, *, at: datetime) -> int:
        tried.append(connection.dealership_id)
        raise RuntimeError

    for one in (lot, other_lot):
        with acting_for(one):
            connect(one, "mail", at=at, secrets={"imap_password": "x"}, settings=ENTERED)
    monkeypatch.setattr(workers, "fetch_mail", falls_over)
    workers.Workers()._fetch_mail()
    assert sorted(tried) == sorted([lot.pk, other_lot.pk])
