"""A line to an IMAP server that is hung up at a deadline, whatever the server does."""

import imaplib
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any

from forecourt.outbox import egress

AGAIN_S = 1.0


def open_line(
    checked: egress.Checked, security: str, *, timeout_s: float, within_s: float
) -> imaplib.IMAP4:
    """Connected and greeted. Each wait ends after `timeout_s`, everything after `within_s`.

    A server that sends a byte now and then never meets the first: it would hold the one thread
    that fetches the mail of every lot.
    """
    connect = egress.connect_tls if security == "tls" else egress.connect

    class Line(imaplib.IMAP4):
        def _create_socket(self, timeout: float | None) -> Any:
            line = connect(checked, timeout_s=timeout_s)
            self._is_over = threading.Event()
            threading.Thread(target=self._hang_up, name="deadline", daemon=True).start()
            return line

        def _hang_up(self) -> None:
            wait = within_s
            while not self._is_over.wait(wait):
                with suppress(OSError, AttributeError):  # STARTTLS is just changing the socket
                    socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
                    return
                wait = AGAIN_S

        def shutdown(self) -> None:
            self._is_over.set()
            super().shutdown()

    line = Line(checked.host, checked.port)
    if security == "starttls":
        line.starttls(ssl.create_default_context())
    return line
