"""Everything that runs side by side in one process."""

import threading

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

    def serve(self, listening: Listening) -> int:
        """Answer on a socket until told to stop; returns the exit status."""
        self.inbox.start()
        if self.workers and database.vendor == "sqlite":
            with all_dealerships():
                free_leases()
        if self.workers:
            self.workers.start()
        smtp = self._listen_for_mail(listening) if self.smtp_port else None
        server = uvicorn.Server(
            uvicorn.Config(
                build(Doors(self.inbox), self.live),
                http=LimitedHeads,
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
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
