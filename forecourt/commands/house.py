"""Everything that runs side by side in one process."""

import signal
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from django.db import connection as database

from config.asgi import build
from config.heads import LimitedHeads
from forecourt.capture.inbox import Inbox
from forecourt.capture.verbs.read_inbound import free_leases
from forecourt.channels.door import Doors
from forecourt.commands.siblings import Listening
from forecourt.commands.workers import Workers
from forecourt.dealership.scope import all_dealerships
from forecourt.web.live.stream import LiveStream

JUST_NOW_S = 0.02


class _Server(uvicorn.Server):
    def __init__(self, at_end: Callable[[], None], config: uvicorn.Config) -> None:
        super().__init__(config)
        self._at_end = at_end

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._at_end()
        super().handle_exit(sig, frame)


class House:
    """Web server in the main thread, workers in their own threads, one inbox between them."""

    def __init__(
        self, *, smtp_port: int | None = None, web: bool = True, workers: bool = True
    ) -> None:
        self.inbox = Inbox(wake=self._wake)
        self.workers = Workers(lambda: self.inbox.is_busy(JUST_NOW_S)) if workers else None
        self.live = LiveStream()
        self.smtp_port = smtp_port
        self._stopped = threading.Event()

    def _wake(self) -> None:
        if self.workers:
            self.workers.wake()

    def serve(self, listening: Listening, at_end: Callable[[], None] = lambda: None) -> int:
        """Answer on a socket until told to stop, and say so at once; returns the exit status."""
        self.inbox.start()
        if self.workers and database.vendor == "sqlite":
            with all_dealerships():
                free_leases()
        if self.workers:
            self.workers.start()
        smtp = self._listen_for_mail(listening) if self.smtp_port else None
        server = _Server(
            at_end,
            uvicorn.Config(
                build(Doors(self.inbox), self.live),
                http=LimitedHeads,
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=5,
            ),
        )
        # For before uvicorn listens to it, and after: it raises the signal again when it has ended.
        signal.signal(signal.SIGTERM, server.handle_exit)
        try:
            server.run(sockets=[listening])
        finally:
            if smtp:
                smtp.stop()
            self.inbox.stop()
            if self.workers:
                self.workers.stop()
        return 0 if server.started else 1

    def _listen_for_mail(self, listening: Listening):  # type: ignore[no-untyped-def]
        from forecourt.channels.mail.smtp import listen

        return listen(listening.getsockname()[0], self.smtp_port or 0, self.inbox)
