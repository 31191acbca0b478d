"""Fetch new mail from a dealer's mailbox. Nothing there is changed: no flag set, nothing deleted.

A message counts as fetched only after its bytes are committed here, so a cut at any point fetches
it again, and its Message-ID makes the second copy nothing new. RFC 3501 §2.3.1.1 on UIDs.
"""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from imap_tools import AND, BaseMailBox, MailboxLoginError
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError

from forecourt.capture.envelope import Envelope
from forecourt.capture.models import Connection, MailFolder
from forecourt.capture.secrets import LostKey, open_secrets
from forecourt.capture.verbs.store import row_of, store
from forecourt.channels.mail.line import open_line
from forecourt.channels.mail.receive import MAX_BYTES, dedupe
from forecourt.outbox import egress

PORTS = frozenset({143, 993})
MOST_AT_ONCE = 50
RESCAN = timedelta(days=14)
FIRST_LOOK = timedelta(days=1)
SOMEBODY_WAITS_S, AND_WAITS_ON_S = 4.0, 20.0
WHOLE_VISIT_S = 90.0  # what is fetched by then stays; the next visit goes on from there


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

    @staticmethod
    def is_entered(connection: Connection) -> bool:
        return bool(connection.settings.get("imap_host") and connection.settings.get("imap_user"))

    @classmethod
    def of(cls, connection: Connection) -> "Account | None":
        """The mailbox entered at the connection, if one is. Raises LostKey."""
        given = connection.settings
        if not cls.is_entered(connection):
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

    def __init__(
        self,
        account: Account,
        *,
        timeout_s: float = egress.TIMEOUT_S,
        within_s: float = WHOLE_VISIT_S,
    ) -> None:
        self._account, self._timeout_s, self._within_s = account, timeout_s, within_s
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        account = self._account
        own = frozenset(settings.PRIVATE_MAIL_HOSTS)
        checked = egress.check(account.host, account.port, ports=PORTS, private_hosts=own)
        if account.security == "none" and f"{account.host}:{account.port}" not in own:
            raise egress.Forbidden("A mailbox is read over an encrypted connection only.")
        return open_line(
            checked, account.security, timeout_s=self._timeout_s, within_s=self._within_s
        )


def look_into(
    connection: Connection, *, open_box: Callable[[Account], BaseMailBox] | None = None
) -> None:
    """Sign in and open every folder, read-only, without waiting long. Raises MailboxTrouble."""
    with _opened(connection, open_box or _open_quickly) as (box, account):
        for name in account.folders:
            box.folder.set(name, readonly=True)


def fetch_new(
    connection: Connection,
    *,
    at: datetime,
    open_box: Callable[[Account], BaseMailBox] = CheckedMailBox,
) -> int:
    """Store what is new in every folder of the connection's mailbox; returns how many messages.

    Raises MailboxTrouble. Folders fetched before the trouble stay fetched.
    """
    with _opened(connection, open_box) as (box, account):
        return sum(_fetch_folder(box, connection, name, at) for name in account.folders)


def _open_quickly(account: Account) -> BaseMailBox:
    return CheckedMailBox(account, timeout_s=SOMEBODY_WAITS_S, within_s=AND_WAITS_ON_S)


@contextmanager
def _opened(
    connection: Connection, open_box: Callable[[Account], BaseMailBox]
) -> Iterator[tuple[BaseMailBox, Account]]:
    """The mailbox, signed in. What goes wrong inside becomes MailboxTrouble."""
    try:
        account = Account.of(connection)
        if account is None:
            raise MailboxTrouble("No mailbox is entered.")
        with open_box(account) as box:
            _sign_in(box, account)
            yield box, account
    except LostKey:
        raise MailboxTrouble("The password cannot be read any more: enter it again.") from None
    except MailboxLoginError:
        raise MailboxTrouble("The mailbox refuses this user name and password.") from None
    except MailboxFolderSelectError:
        raise MailboxTrouble("The mailbox has no folder of this name.") from None
    except egress.Forbidden as why:
        raise MailboxTrouble(str(why)) from None
    except ssl.SSLCertVerificationError:
        raise MailboxTrouble("The certificate of the mail server is not its own.") from None
    except ssl.SSLError:
        raise MailboxTrouble("The mail server speaks no TLS on this port.") from None
    except (
        ImapToolsError,
        imaplib.IMAP4.error,
        OSError,
        LookupError,
        ValueError,
        ArithmeticError,
        TypeError,
    ) as fault:  # a server may answer anything
        raise MailboxTrouble(f"The mailbox does not answer ({type(fault).__name__}).") from None


def _sign_in(box: BaseMailBox, account: Account) -> None:
    """LOGIN knows ASCII only; AUTHENTICATE PLAIN takes any letter (RFC 4616)."""
    if (account.user + account.password).isascii():
        box.login(account.user, account.password, initial_folder=None)
        return
    try:
        box.login_utf8(account.user, account.password, initial_folder=None)
    except imaplib.IMAP4.error:
        raise MailboxTrouble("The mailbox refuses this user name and password.") from None


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
