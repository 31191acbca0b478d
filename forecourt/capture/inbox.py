"""The letter box: many senders at once share one commit, and nobody is told before it."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from django.db import OperationalError, close_old_connections, connection

from forecourt.capture.models import Inbound
from forecourt.capture.verbs.store import store
from forecourt.dealership.scope import all_dealerships

log = logging.getLogger(__name__)

MOST_IN_A_COMMIT = 256
MOST_WAITING = 4096


class InboxIsFull(RuntimeError):
    """More deliveries wait for the disk than may be held in memory; the sender must come again."""


class Inbox:
    """One thread writes whatever has come in since its last commit, in one transaction."""

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self._waiting: queue.Queue[tuple[Inbound, Future[None]] | None] = queue.Queue(MOST_WAITING)
        self._wake = wake
        self._last_commit = 0.0
        self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._waiting.put(None)
        self._thread.join(timeout=10)

    def is_busy(self, within: float) -> bool:
        """Whether a delivery came in during the last `within` seconds."""
        return time.monotonic() - self._last_commit < within

    def put(self, row: Inbound) -> "Future[None]":
        """A future that is done once the row is durable; it fails if it could not be stored."""
        done: Future[None] = Future()
        try:
            self._waiting.put_nowait((row, done))
        except queue.Full:
            done.set_exception(InboxIsFull())
        return done

    def _run(self) -> None:
        with all_dealerships():
            while (first := self._waiting.get()) is not None:
                self._commit([first, *self._rest()])
        connection.close()

    def _rest(self) -> list[tuple[Inbound, "Future[None]"]]:
        rest: list[tuple[Inbound, Future[None]]] = []
        while len(rest) < MOST_IN_A_COMMIT - 1:
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                break
            if item is None:
                self._waiting.put(None)
                break
            rest.append(item)
        return rest

    def _commit(self, batch: list[tuple[Inbound, "Future[None]"]]) -> None:
        """Store the batch and tell each sender. Never raises: without this thread no door opens."""
        waited_for = [item for item in batch if item[1].set_running_or_notify_cancel()]
        try:
            if waited_for:
                self._store(waited_for)
            self._last_commit = time.monotonic()
            self._wake()
        except Exception:
            log.exception("the inbox stumbled")

    def _store(self, batch: list[tuple[Inbound, "Future[None]"]]) -> None:
        try:
            close_old_connections()  # it may be one to a server that was restarted
            store([row for row, _ in batch])
        except OperationalError as fault:  # a held lock, a full disk: it would refuse each alike
            log.warning("could not store %d deliveries: %s", len(batch), type(fault).__name__)
            for _, done in batch:
                done.set_exception(fault)
        except Exception as fault:
            log.warning("could not store %d deliveries: %s", len(batch), type(fault).__name__)
            self._one_by_one(batch)
        else:
            for _, done in batch:
                done.set_result(None)

    def _one_by_one(self, batch: list[tuple[Inbound, "Future[None]"]]) -> None:
        """One row that the database refuses must not turn away the others."""
        for row, done in batch:
            try:
                store([row])
            except Exception as fault:
                done.set_exception(fault)
            else:
                done.set_result(None)
