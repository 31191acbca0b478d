"""Django's SQLite engine, whose transactions wait for their turn instead of polling."""

from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from forecourt.dealership.sqlite.turns import Turns

TURN = Turns()
LONGEST_WAIT_S = 20.0


class DatabaseWrapper(base.DatabaseWrapper):
    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        if not self._has_turn:
            if not TURN.take(LONGEST_WAIT_S):
                raise OperationalError("database is locked")
            self._has_turn = True
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._give_turn_unless_open()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _give_turn_unless_open(self) -> None:
        """A commit that failed leaves the transaction open, to be rolled back."""
        if self.connection is None or not self.connection.in_transaction:
            self._give_turn()

    def _give_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            TURN.give()
