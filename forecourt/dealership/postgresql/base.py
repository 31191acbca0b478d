"""Django's PostgreSQL engine, which tells the server whose rows it may see.

Row-level security compares each row's dealership with the session variable
`forecourt.dealership`. The variable follows the open scope: it is sent, in front of the next
statement, whenever scope and session differ. After a rollback the server may have gone back to an
older value, so it is sent anew.

A connection on which the server refused a statement for more than its values is not used again:
the server may have gone away, or keep statements that no longer fit a table.
"""

from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg.pq import TransactionStatus

from forecourt.dealership.scope import scope_for_database


class DatabaseWrapper(base.DatabaseWrapper):
    _told: str | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._told = None
        return super().get_new_connection(conn_params)

    def _rollback(self) -> Any:
        self._told = None
        return super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = None

    def close_if_unusable_or_obsolete(self) -> None:
        self._leave_after_trouble()
        super().close_if_unusable_or_obsolete()

    def _cursor(self, name: str | None = None) -> CursorWrapper:
        self._leave_after_trouble()
        cursor: CursorWrapper = super()._cursor(name)  # type: ignore[misc]
        return cursor

    def _leave_after_trouble(self) -> None:
        """Django asks whether the server is there, and only between requests."""
        if self.errors_occurred and self.connection is not None and not self.in_atomic_block:
            self.close()

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        self._tell(cursor)
        return super().make_cursor(cursor)

    def make_debug_cursor(self, cursor: Any) -> Any:
        self._tell(cursor)
        return super().make_debug_cursor(cursor)

    def chunked_cursor(self) -> Any:
        with self.cursor():
            pass
        return super().chunked_cursor()

    def _tell(self, cursor: Any) -> None:
        wanted = scope_for_database()
        if wanted != self._told and not self._has_failed():
            cursor.execute("SELECT set_config('forecourt.dealership', %s, false)", [wanted])
            self._told = wanted

    def _has_failed(self) -> bool:
        """Inside a transaction that failed the server takes nothing but its rollback."""
        return bool(self.connection.info.transaction_status == TransactionStatus.INERROR)
