"""Django's sessions in the database, looked up with a statement made once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

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
