"""The address that people open: the one stated, else that of the server on this data folder."""

import json
import os


def running_at() -> str:
    """The address of the server that runs on this data folder, or ran there last."""
    from django.conf import settings

    try:
        return str(json.loads((settings.DATA / "server.json").read_text())["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return str(settings.PUBLIC_URL)


def public_address() -> str:
    """What links begin with: `FORECOURT_URL` where it is set, else where the server runs."""
    from django.conf import settings

    if os.environ.get("FORECOURT_URL") or os.environ.get("FORECOURT_URL_FILE"):
        return str(settings.PUBLIC_URL)
    return running_at()


def remember_address() -> None:
    """For commands that are run beside this server."""
    from django.conf import settings

    (settings.DATA / "server.json").write_text(json.dumps({"url": settings.PUBLIC_URL}))
