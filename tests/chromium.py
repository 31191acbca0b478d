"""Where the browser for the tests is. `python -m tests.chromium` prints it."""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
MISSING = (
    "The browser tests need Chromium: install it (Debian: apt-get install chromium) "
    "or set CHROMIUM to its path."
)

# Without these Chromium asks its maker's servers things at every start.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def path() -> str | None:
    """The browser's path: $CHROMIUM, else the first of NAMES that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def arguments() -> list[str]:
    """How to start it. Root has no use for the sandbox, which then refuses to start."""
    return [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


if __name__ == "__main__":
    sys.exit(MISSING) if path() is None else print(path())
