"""Open a way in: an address with an unguessable key, and the secrets that prove the provider."""

import secrets as random
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from forecourt.capture.models import Connection
from forecourt.capture.secrets import LostKey, open_secrets, seal_secrets
from forecourt.dealership.models import Dealership, Staff
from forecourt.timeline.happened import happened


def connect(
    dealership: Dealership,
    channel: str,
    *,
    at: datetime,
    by: Staff | None = None,
    secrets: dict[str, str] | None = None,
    settings: dict[str, Any] | None = None,
) -> Connection:
    """A new connection of `channel`."""
    with transaction.atomic():
        connection: Connection = Connection.objects.create(
            dealership=dealership,
            channel=channel,
            key=random.token_urlsafe(18),
            secrets=seal_secrets(secrets or {}),
            settings=settings or {},
            created_at=at,
        )
        happened("channel.connected", connection, by=by, at=at, channel=channel)
    return connection


def change_connection(
    connection: Connection,
    *,
    at: datetime,
    by: Staff | None,
    secrets: dict[str, str] | None = None,
    settings: dict[str, Any] | None = None,
    is_on: bool | None = None,
    forget: Collection[str] = (),
) -> Connection:
    """Take over what is given. A secret left empty keeps its old value; those in `forget` go.

    Secrets that cannot be read any more are replaced by what is given.
    """
    with transaction.atomic():
        given = {name: value for name, value in (secrets or {}).items() if value}
        if given or forget:
            kept = {**_kept(connection), **given}
            left = {name: value for name, value in kept.items() if name not in forget}
            connection.secrets = seal_secrets(left)
        if settings is not None:
            connection.settings = {**connection.settings, **settings}
        if is_on is not None:
            connection.is_on = is_on
        connection.save(update_fields=["secrets", "settings", "is_on"])
        switched = ["is_on"] if is_on is not None else []
        changed = [*given, *forget, *(settings or {}), *switched]
        happened("channel.changed", connection, by=by, at=at, fields=changed)
    return connection


def _kept(connection: Connection) -> dict[str, str]:
    try:
        return open_secrets(connection.secrets)
    except LostKey:
        return {}
