"""More web processes behind one address: each accepts from the socket that the first one opened."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading

from forecourt.commands.faults import CommandFault

log = logging.getLogger(__name__)

RESTART_AFTER_S = 1.0

Listening = socket.socket


class Siblings:
    """Keeps `count` further processes alive. They end with this one, however it ends."""

    def __init__(self, count: int, listening: Listening) -> None:
        self._listening = listening
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._keep, daemon=True) for _ in range(count)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def tell(self) -> None:
        """All shall end; does not wait for it."""
        self._stopped.set()

    def stop(self) -> None:
        self.tell()
        for thread in self._threads:
            thread.join(timeout=10)

    def _keep(self) -> None:
        while not self._stopped.is_set():
            process = self._started()
            while process.poll() is None and not self._stopped.wait(RESTART_AFTER_S):
                pass
            process.stdin.close()  # type: ignore[union-attr]  # the sign to end
            process.wait()
            if not self._stopped.is_set():
                log.warning("a web process ended with %s, another begins", process.returncode)

    def _started(self) -> "subprocess.Popen[bytes]":
        number = self._listening.fileno()
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "forecourt.commands", "web", "--socket", str(number)],
            pass_fds=[number],
            stdin=subprocess.PIPE,
        )


def listen(host: str, port: int) -> Listening:
    """A socket of this address that processes may share. Raises CommandFault if it is taken."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as fault:
        reason = str(fault.strerror).partition(" (while")[0]  # Python repeats the address
        why = f"Cannot listen on {host} port {port} ({reason}); choose another --port."
        raise CommandFault(why) from fault


def inherited(number: int) -> Listening:
    """The socket that the first process handed on."""
    return socket.socket(fileno=number)


def end_with_the_first() -> None:
    """Stop this process in good order once the process that started it is gone or says so."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="first", daemon=True).start()
