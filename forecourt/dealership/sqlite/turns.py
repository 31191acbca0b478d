"""Writers of one process take turns, first come first served.

SQLite has one write lock and lets the others poll for it, sleeping up to a tenth of a second in
between. Threads of one process need not poll: they queue here, and each is woken by the one before.
Other processes still meet SQLite's own lock.
"""

import threading
from collections import deque


class Turns:
    """A lock handed on in the order in which threads asked for it."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def take(self, timeout: float) -> bool:
        """Wait for the turn; False if it did not come within `timeout` seconds."""
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=timeout):
            return True
        with self._mutex:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # handed over in the last moment

    def give(self) -> None:
        """Hand the turn to whoever waited longest."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
