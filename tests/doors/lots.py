"""A lot behind the doors of a running server, and what becomes of a delivery there."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from forecourt.capture.models import Connection, Inbound
from forecourt.capture.secrets import open_secrets
from forecourt.capture.verbs.connect import change_connection
from forecourt.capture.verbs.replay import replay
from forecourt.channels.registry import receiver
from forecourt.channels.verbs.connect_all import connect_all
from forecourt.commands.feed import content_type
from forecourt.dealership.models import Absence, Dealership, Role, Staff
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.add_staff import add_staff
from forecourt.dealership.verbs.change_dealership import finish_setup
from forecourt.dealership.verbs.found import found
from forecourt.dealership.verbs.keep_hours import keep_hours
from forecourt.dealership.verbs.take_off import take_off
from forecourt.leads.models import Lead
from forecourt.leads.verbs.answer import answer
from tests.browsers import browser_of
from tests.live_server import Reply, Server, until

CHANNELS = Path(__file__).resolve().parents[2] / "forecourt" / "channels"
ALWAYS = [((time(0), time(0)),)] * 7  # open day and night


def sample(channel: str, name: str) -> Path:
    return CHANNELS / channel / "samples" / name


def samples(channel: str) -> list[str]:
    """Every file of the channel's folder that is a delivery or claims to be one."""
    return sorted(path.name for path in (CHANNELS / channel / "samples").iterdir())


@dataclass(slots=True)
class Delivered:
    """One delivery: what the door said, and the row it became."""

    reply: Reply
    row: Inbound | None

    @property
    def stored(self) -> Inbound:
        assert self.row is not None, self.reply
        return self.row


@dataclass(slots=True)
class Lot:
    """A dealership with one seller, Karol, and an address on every channel."""

    server: Server
    dealership: Dealership
    karol: Staff
    ewa: Staff

    def connection(self, channel: str) -> Connection:
        with acting_for(self.dealership):
            return Connection.objects.get(channel=channel)

    def set_up(
        self, channel: str, *, secrets: dict[str, str] | None = None, settings: Any = None
    ) -> None:
        """What the owner enters for a channel; before its first delivery."""
        with acting_for(self.dealership):
            change_connection(
                self.connection(channel),
                at=datetime.now(UTC),
                by=self.ewa,
                secrets=secrets,
                settings=settings,
            )

    def close(self) -> None:
        """Leave the doors to the next test: nobody's number is this lot's any more."""
        with acting_for(self.dealership):
            Connection.objects.update(is_on=False)

    def post(
        self,
        channel: str,
        body: bytes,
        kind: str,
        headers: dict[str, str] | None = None,
        method: str = "POST",
    ) -> Delivered:
        """Bytes through the door; returns once the worker is done with them."""
        connection = self.connection(channel)
        path = f"/in/{channel}/{connection.key}"
        before = self._newest()
        given = {"Content-Type": kind, **(headers or {})}
        reply = self.server.ask(path, body, given, method)
        with acting_for(self.dealership):
            row = Inbound.objects.filter(pk__gt=before).order_by("-pk").first()
        return Delivered(reply, row and self.read(row))

    def feed(self, channel: str, name: str, **headers: str) -> Delivered:
        """A sample through the door, signed with the connection's own secret where that is so."""
        file = sample(channel, name)
        return self.signed(channel, file.read_bytes(), content_type(file), **headers)

    def signed(
        self, channel: str, body: bytes, kind: str = "application/json", **headers: str
    ) -> Delivered:
        connection = self.connection(channel)
        url = f"{self.server.url}/in/{channel}/{connection.key}"
        sign = getattr(receiver(channel), "sign", None)
        proof = sign(body, url, kind, open_secrets(connection.secrets)) if sign else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.post(channel, body, kind, {**proof, **named})

    def replay(self, row: Inbound) -> Inbound:
        """Read it once more, as the button in the Inbox does; returns the row when that is done."""
        with acting_for(self.dealership):
            assert replay(row, by=self.ewa, at=datetime.now(UTC))
        return self.read(row)

    def read(self, row: Inbound) -> Inbound:
        """The row as it stands once the worker is done with it."""
        with acting_for(self.dealership):
            until(lambda: Inbound.objects.exclude(state="received").filter(pk=row.pk).exists())
            row.refresh_from_db()
        return row

    def press(self, path: str) -> Reply:
        """A button of the house as Ewa presses it."""
        token = "a" * 32  # any, as long as cookie and form agree
        headers = self.signed_in(self.ewa)
        headers["Cookie"] += f"; csrftoken={token}"
        headers["Origin"] = self.server.url
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.server.ask(path, f"csrfmiddlewaretoken={token}".encode(), headers)

    def page(self, path: str) -> str:
        """A page of the server as Ewa sees it."""
        reply = self.server.ask(path, headers=self.signed_in(self.ewa), method="GET")
        assert reply.status == 200, (reply.status, path)
        return reply.body.decode()

    def signed_in(self, person: Staff) -> dict[str, str]:
        """The header of a browser in which `person` is signed in, their second factor known."""
        return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(person)}"}

    def take_off(self, person: Staff) -> None:
        """`person` gets no new leads for a day."""
        at = datetime.now(UTC)
        with acting_for(self.dealership):
            take_off(person, Absence.Kind.DAY_OFF, until=at + timedelta(days=1), by=person, at=at)

    def newest(self) -> Inbound:
        with acting_for(self.dealership):
            row: Inbound = Inbound.objects.latest("pk")
        return row

    def lead_of(self, name: str) -> Lead:
        with acting_for(self.dealership):
            lead: Lead = Lead.objects.get(customer__name=name)
        return lead

    def answered(self, lead: Lead, by: Staff) -> None:
        """`by` talked to the customer just now."""
        with acting_for(self.dealership):
            answer(lead, channel="call", evidence="two_way", by=by, at=datetime.now(UTC))

    def _newest(self) -> int:
        with acting_for(self.dealership):
            newest = Inbound.objects.order_by("-pk").values_list("pk", flat=True).first()
        return newest or 0


def open_lot(
    server: Server, *, country: str = "DE", always_open: bool = True, name: str = "Autohaus Lis"
) -> Lot:
    """A new lot on the server, set up, with Ewa as owner and Karol on duty."""
    at, mark = datetime.now(UTC), secrets.token_hex(4)
    dealership = found(f"{name} {mark}", country=country, language="en", at=at)
    with acting_for(dealership):
        ewa = add_staff(
            dealership, email=f"ewa-{mark}@lis.example", name="Ewa Lis", role=Role.OWNER, at=at
        )
        karol = add_staff(
            dealership, email=f"karol-{mark}@lis.example", name="Karol Osowski", role=Role.SALES,
            at=at,
        )  # fmt: skip
        if always_open:
            keep_hours(dealership, ALWAYS, by=ewa, at=at)
        connect_all(dealership, at=at)
        finish_setup(dealership, by=ewa, at=at)
    return Lot(server, dealership, replace_lot(karol, dealership), replace_lot(ewa, dealership))


def replace_lot(person: Staff, dealership: Dealership) -> Staff:
    person.dealership = dealership
    return person


def session_of(person: Staff) -> str:
    """The key of a session of `person` on the server."""
    with acting_for(person.dealership):
        key = browser_of(person).session.session_key
    assert key is not None
    return key
