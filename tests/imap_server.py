"""A real IMAP server (Dovecot) for tests, on a free port of this machine."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

MISSING = "The IMAP tests need Dovecot: install it (Debian: apt-get install dovecot-imapd)."

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
"""


def program() -> str | None:
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class ImapServer:
    """One mailbox user `lot` with the password `secret`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "ImapServer":
        config = self.folder / "dovecot.conf"
        is_root = os.geteuid() == 0
        user = "dovecot" if is_root else str(os.geteuid())
        config.write_text(
            _CONFIG.format(
                folder=self.folder,
                port=self.port,
                user=user,
                group="dovecot" if is_root else str(os.getegid()),
                login="dovenull" if is_root else user,
            )
        )
        (self.folder / "mail").mkdir(exist_ok=True)
        if is_root:
            shutil.chown(self.folder / "mail", "dovecot", "dovecot")
            for parent in [self.folder, *self.folder.parents][:4]:
                parent.chmod(parent.stat().st_mode | 0o711)
        found = program()
        assert found, MISSING
        self._process = subprocess.Popen([found, "-F", "-c", str(config)])
        self._wait()
        return self

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=10)

    def _wait(self) -> None:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(f"Dovecot did not start: {self.log()}")

    def log(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else ""
