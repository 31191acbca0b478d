"""The address that people open: the one stated, else that of the server on this data folder."""

import argparse
import json
import os


def port_number(text: str) -> int:
    """What a person may give for `--port`. Raises ArgumentTypeError, which argparse prints."""
    if not (text.isascii() and text.isdigit() and int(text) < 65_536):
        raise argparse.ArgumentTypeError(
            f"{text} is no port: give a number up to 65535, or 0 for any that is free."
        )
    return int(text)


def address_of(host: str, port: int) -> str:
    """Where a browser finds a server that listens there; an IPv6 address stands in brackets."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


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
