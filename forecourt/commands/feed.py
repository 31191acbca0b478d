"""Send files through the real door of a running server, signed as the provider would."""

import argparse
import time
from collections.abc import Mapping
from pathlib import Path

from forecourt.channels import CHANNELS
from forecourt.commands.address import running_at
from forecourt.commands.faults import FAULT, CommandFault
from forecourt.commands.setting_up import set_up, the_lot

SAMPLES = Path(__file__).resolve().parent.parent / "channels"
TYPES = {".json": "application/json", ".xml": "application/xml", ".eml": "message/rfc822"}
FORM = "application/x-www-form-urlencoded"


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--channel", required=True, choices=sorted(CHANNELS))
    parser.add_argument("--repeat", type=int, default=1, metavar="N")
    parser.add_argument("--rate", type=float, default=0.0, metavar="R", help="files a second")
    parser.add_argument(
        "--url", help="of the server, if it is not the one this data folder ran last"
    )
    parser.add_argument("--dealership", metavar="SLUG")


def run(given: argparse.Namespace) -> int:
    set_up()
    from forecourt.outbox.egress import Forbidden, post_to_own_server

    key, secrets = _connection(given.channel, given.dealership)
    url = given.url or running_at()
    path, refused = f"/in/{given.channel}/{key}", 0
    for file in [found(name, given.channel) for name in given.files] * given.repeat:
        body = file.read_bytes()
        headers = {"Content-Type": content_type(file), "User-Agent": "forecourt-feed"}
        headers |= signed(given.channel, body, f"{url}{path}", headers, secrets)
        try:
            status, _ = post_to_own_server(url, path, body, headers)
        except Forbidden as why:
            raise CommandFault(str(why), FAULT) from None
        print(f"{status} {file.name}")
        refused += status >= 300
        if given.rate > 0:
            time.sleep(1 / given.rate)
    return FAULT if refused else 0


def found(name: str, channel: str) -> Path:
    """The file itself, or the channel's sample of that name."""
    for path in (Path(name), SAMPLES / channel / "samples" / Path(name).name):
        if path.is_file():
            return path
    raise CommandFault(f"There is no file {name}.")


def content_type(file: Path) -> str:
    if file.name.endswith(".form.txt"):
        return FORM
    return TYPES.get(file.suffix.lower(), "text/plain")


def signed(
    channel: str, body: bytes, url: str, headers: Mapping[str, str], secrets: Mapping[str, str]
) -> dict[str, str]:
    """The proof the provider would send: the channel's own `sign`, if it has one."""
    from forecourt.channels.registry import receiver

    sign = getattr(receiver(channel), "sign", None)
    try:
        return dict(sign(body, url, headers["Content-Type"], secrets)) if sign else {}
    except ValueError:
        raise CommandFault(f"{channel} sends no files like this one.") from None


def _connection(channel: str, slug: str | None) -> tuple[str, dict[str, str]]:
    from forecourt.capture.models import Connection
    from forecourt.capture.secrets import open_secrets
    from forecourt.dealership.scope import acting_for

    with acting_for(the_lot(slug)):
        connection = Connection.objects.filter(channel=channel, is_on=True).order_by("id").first()
    if connection is None:
        raise CommandFault(f"The lot has no {channel} channel.")
    return connection.key, open_secrets(connection.secrets)
