"""Enter the mailbox that is fetched for a lot, change it, or take it away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from forecourt.capture.models import Connection, MailFolder
from forecourt.capture.verbs.connect import change_connection
from forecourt.dealership.models import Staff

PLACE = ("imap_host", "imap_user")


def keep_mailbox(
    connection: Connection,
    settings: Mapping[str, Any],
    password: str,
    *,
    at: datetime,
    by: Staff | None,
) -> Connection:
    """Take over `settings` (imap_…). An empty password stays as it was, except without a server.

    Another mailbox is read from its own beginning: how far the old one was read is forgotten.
    """
    with transaction.atomic():
        moved = any(connection.settings.get(name) != settings[name] for name in PLACE)
        if moved:
            MailFolder.objects.filter(connection=connection).delete()
            connection.trouble, connection.last_seen_at = "", None
            connection.save(update_fields=["trouble", "last_seen_at"])
        return change_connection(
            connection,
            at=at,
            by=by,
            secrets={"imap_password": password},
            forget=() if settings["imap_host"] else ("imap_password",),
            settings=dict(settings),
        )
