"""Take mail by SMTP. 250 is said only after the bytes are stored, else 451 and the sender keeps it.

Addresses are `<anything>+<key>@<any domain>` or `<key>@…`, the key being the connection's own.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as SmtpEnvelope
from django.db import DatabaseError, connection

from forecourt.capture.envelope import Envelope
from forecourt.capture.inbox import Inbox
from forecourt.capture.verbs.store import row_of
from forecourt.channels.keys import OpenDoor, door_behind
from forecourt.channels.mail.receive import MAX_BYTES, dedupe

log = logging.getLogger(__name__)

Found = TypeVar("Found")

MOST_RECIPIENTS = 20
WAIT_S = 25.0
LATER = "451 4.3.0 Could not store, try again"


class MailDoor:
    """aiosmtpd's handler."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,
        session: Session,
        envelope: SmtpEnvelope,
        address: str,
        options: list[str],
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            door = await asyncio.to_thread(_look_up, _door_of, address)
        except DatabaseError as fault:
            log.warning("an address could not be looked up: %s", type(fault).__name__)
            return LATER
        if door is None:
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: SmtpEnvelope) -> str:  # noqa: N802
        body = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            for door in await asyncio.to_thread(_look_up, _doors_of, envelope.rcpt_tos):
                row = row_of(door.connection, *_delivery(body, session))
                await asyncio.wait_for(asyncio.wrap_future(self.inbox.put(row)), WAIT_S)
        except Exception as fault:
            log.warning("a mail was not stored: %s", type(fault).__name__)
            return LATER
        return "250 2.0.0 Stored"


def _delivery(body: bytes, session: Session) -> tuple[Envelope, str]:
    peer: Any = session.peer
    envelope = Envelope(
        channel="mail",
        body=body,
        received_at=datetime.now(UTC),
        method="SMTP",
        headers={"content-type": "message/rfc822"},
        remote=str(peer[0]) if peer else "",
    )
    return envelope, dedupe(envelope)


def _look_up(find: Callable[[Any], Found], wanted: Any) -> Found:
    """`find(wanted)` in a thread that leaves no connection behind."""
    try:
        return find(wanted)
    finally:
        connection.close()


def _doors_of(addresses: list[str]) -> list[OpenDoor]:
    doors = {door.connection.pk: door for one in addresses if (door := _door_of(one))}
    return list(doors.values())


def _door_of(address: str) -> OpenDoor | None:
    """The key may be the whole local part or stand behind its last plus sign."""
    key = address.rpartition("@")[0].rpartition("+")[2]
    return door_behind("mail", key) if 10 <= len(key) <= 40 else None


def listen(host: str, port: int, inbox: Inbox) -> Controller:
    """A listener in a thread of its own; call `.stop()` at the end."""
    controller = Controller(
        MailDoor(inbox), hostname=host, port=port, data_size_limit=MAX_BYTES, ident="Forecourt"
    )
    controller.start()
    return controller
