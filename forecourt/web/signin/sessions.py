"""Django's sessions in the database, looked up with a statement made once; and whose they are."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from forecourt.dealership.models import Staff
from forecourt.dealership.rows import columns_of, made_of


class SessionStore(db.SessionStore):
    """Every page asks for its session once; composing that takes longer than answering it."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Whatever a cookie holds: Django makes letters and digits, and PostgreSQL takes no NUL."""
        long_enough = super()._validate_session_key(key)  # type: ignore[misc]
        return bool(long_enough and key and key.isascii() and key.isalnum())

    def _get_session_from_db(self) -> Any:
        table = connection.ops.quote_name(Session._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {columns_of(Session, 'session')} FROM {table} session "  # noqa: S608
                "WHERE session_key = %s AND expire_date > %s",
                [self.session_key, connection.ops.adapt_datetimefield_value(timezone.now())],
            )
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return made_of(Session, row)


def said_in_sessions(keys: Iterable[str], *, at: datetime) -> dict[str, dict[str, Any]]:
    """What the sessions of these keys hold, by key; without those that have run out."""
    found = Session.objects.filter(session_key__in=keys, expire_date__gt=at)
    return {session.session_key: session.get_decoded() for session in found}


def sessions_of(person: Staff) -> "QuerySet[UserSession]":
    """Every place where a person is signed in, the last used first."""
    found: QuerySet[UserSession] = UserSession.objects.filter(user=person)
    return found.order_by("-last_seen_at")
