"""Fetch new mail from a dealer's mailbox. Nothing there is changed: no flag set, nothing deleted.

A message counts as fetched only after its bytes are committed here, so a cut at any point fetches
it again, and its Message-ID makes the second copy nothing new. RFC 3501 §2.3.1.1 on UIDs.
"""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from imap_tools import AND, BaseMailBox, MailboxLoginError
from imap_tools.errors import ImapToolsError

from forecourt.capture.envelope import Envelope
from forecourt.capture.models import Connection, MailFolder
from forecourt.capture.secrets import open_secrets
from forecourt.capture.verbs.store import row_of, store
from forecourt.channels.mail.receive import MAX_BYTES, dedupe
from forecourt.outbox import egress

PORTS = frozenset({143, 993})
MOST_AT_ONCE = 50
RESCAN = timedelta(days=14)
FIRST_LOOK = timedelta(days=1)


class MailboxTrouble(Exception):
    """The mailbox could not be read; the text is one sentence for the owner."""


@dataclass(frozen=True, slots=True)
class Account:
    host: str
    port: int
    user: str
    password: str
    folders: tuple[str, ...]
    security: str = "tls"  # tls, starttls; "none" only for the operator's own servers

    @classmethod
    def of(cls, connection: Connection) -> "Account | None":
        """The mailbox entered at the connection, if one is."""
        given = connection.settings
        if not given.get("imap_host") or not given.get("imap_user"):
            return None
        folders = str(given.get("imap_folders") or "INBOX").split(",")
        return cls(
            host=str(given["imap_host"]),
            port=int(given.get("imap_port") or 993),
            user=str(given["imap_user"]),
            password=open_secrets(connection.secrets).get("imap_password", ""),
            security=str(given.get("imap_security") or "tls"),
            folders=tuple(folder.strip() for folder in folders if folder.strip()),
        )


class CheckedMailBox(BaseMailBox):
    """imap_tools over a connection that egress made to a checked address."""

    def __init__(self, account: Account) -> None:
        self._account = account
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        account = self._account
        own = frozenset(settings.PRIVATE_MAIL_HOSTS)
        checked = egress.check(account.host, account.port, ports=PORTS, private_hosts=own)
        if account.security == "none" and f"{account.host}:{account.port}" not in own:
            raise egress.Forbidden("A mailbox is read over an encrypted connection only.")
        return _client(checked, account.security)


def _client(checked: egress.Checked, security: str) -> imaplib.IMAP4:
    class Client(imaplib.IMAP4):
        def _create_socket(self, timeout: float | None) -> Any:
            return egress.connect_tls(checked) if security == "tls" else egress.connect(checked)

    client = Client(checked.host, checked.port)
    if security == "starttls":
        client.starttls(ssl.create_default_context())
    return client


def fetch_new(
    connection: Connection,
    *,
    at: datetime,
    open_box: Callable[[Account], BaseMailBox] = CheckedMailBox,
) -> int:
    """Store what is new in every folder of the connection's mailbox; returns how many messages.

    Raises MailboxTrouble. Folders fetched before the trouble stay fetched.
    """
    account = Account.of(connection)
    if account is None:
        return 0
    try:
        with open_box(account) as box:
            box.login(account.user, account.password, initial_folder=None)
            return sum(_fetch_folder(box, connection, name, at) for name in account.folders)
    except MailboxLoginError:
        raise MailboxTrouble("The mailbox refuses this user name and password.") from None
    except egress.Forbidden as why:
        raise MailboxTrouble(str(why)) from None
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as fault:
        raise MailboxTrouble(f"The mailbox does not answer ({type(fault).__name__}).") from None


def _fetch_folder(box: BaseMailBox, connection: Connection, name: str, at: datetime) -> int:
    folder, _ = MailFolder.objects.get_or_create(
        connection=connection, name=name, defaults={"dealership_id": connection.dealership_id}
    )
    box.folder.set(name, readonly=True)
    validity = int(box.folder.status(name)["UIDVALIDITY"])
    renewed = validity != folder.uid_validity
    if renewed:
        folder.uid_validity, folder.last_uid = validity, 0
    look_back = (FIRST_LOOK if folder.checked_at is None else RESCAN) if renewed else None
    stored = 0
    for uid in _new_uids(box, folder.last_uid, at - look_back if look_back else None):
        _store(box, connection, uid, at)
        folder.last_uid = uid
        folder.save(update_fields=["uid_validity", "last_uid"])
        stored += 1
    folder.checked_at = at
    folder.save(update_fields=["uid_validity", "last_uid", "checked_at"])
    return stored


def _new_uids(box: BaseMailBox, last: int, since: datetime | None) -> Iterator[int]:
    """Oldest first. A search from `last` on always returns the last message too: it is left out."""
    criteria = AND(date_gte=since.date()) if since else f"UID {last + 1}:*"
    found = sorted(int(uid) for uid in box.uids(criteria))
    yield from [uid for uid in found if uid > last][:MOST_AT_ONCE]


def _store(box: BaseMailBox, connection: Connection, uid: int, at: datetime) -> None:
    _, parts = box.client.uid("FETCH", str(uid), "(BODY.PEEK[])")
    raw = next((part[1] for part in parts or () if isinstance(part, tuple)), b"")
    if not raw:
        return  # removed meanwhile
    envelope = Envelope(
        channel="mail",
        body=raw[:MAX_BYTES],
        received_at=at,
        method="IMAP",
        headers={"content-type": "message/rfc822"},
    )
    store([row_of(connection, envelope, dedupe(envelope))])
