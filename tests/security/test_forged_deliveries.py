"""S12: a delivery without the provider's own proof is never stored, and never ends in a 500."""

import asyncio
import base64
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from forecourt.capture.models import Connection, Inbound
from forecourt.capture.secrets import open_secrets
from forecourt.channels import door as door_module
from forecourt.channels.door import Doors
from forecourt.channels.keys import door_behind, forget_doors
from forecourt.channels.registry import receiver
from forecourt.channels.verbs.connect_all import connect_all
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for, all_dealerships
from tests.faults.deliveries import FORM, Delivery, Door, calls, whatsapp
from tests.faults.house import proof
from tests.faults.knocking import Said, knock

Headers = dict[str, str]


def twilio(number: int) -> Delivery:
    body = f"CallSid=CA{number:032d}&CallStatus=no-answer&From=%2B491705550123&Direction=inbound"
    return Delivery("twilio", f"CA{number:032d}", body.encode(), FORM, "+491705550123")


SIGNED: dict[str, tuple[Callable[[int], Delivery], str]] = {
    "whatsapp": (whatsapp, "X-Hub-Signature-256"),
    "calls": (calls, "X-Forecourt-Signature"),
    "twilio": (twilio, "X-Twilio-Signature"),
}
FAULTS: dict[str, Callable[[str], str | None]] = {
    "no signature": lambda _: None,
    "empty": lambda _: "",
    "no scheme": lambda right: right.rpartition("=")[2] if right.startswith("sha") else f"x{right}",
    "scheme alone": lambda _: "sha256=",
    "other scheme": lambda right: right.replace("sha256", "sha1") if "sha256" in right else "sha1=",
    "one letter wrong": lambda right: right[:-2] + ("00" if right[-2:] != "00" else "11"),
    "cut short": lambda right: right[:-4],
    "too long": lambda right: right + "00",
    "blank in front": lambda right: f"sha256= {right}",
    "twice": lambda right: f"{right}, {right}",
    "no ASCII": lambda _: "sha256=\u00e9\u00ff\u00e9",
    "a NUL": lambda right: right[:10] + "\x00" + right[11:],
    "all zero": lambda right: "sha256=" + "0" * 64,
    "base64 of it": lambda right: base64.b64encode(right.encode()).decode(),
    "very long": lambda _: "sha256=" + "a" * 100_000,
    "none as a word": lambda _: "None",
}


class Desk:
    """An inbox that keeps in memory what would be stored."""

    def __init__(self) -> None:
        self.rows: list[Inbound] = []

    def put(self, row: Inbound) -> "Future[None]":
        done: Future[None] = Future()
        self.rows.append(row)
        done.set_result(None)
        return done


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def doors(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Doors:
    """The real doors. Addresses are looked up beforehand: a loop sees no open transaction."""
    known = {
        (one.channel, one.key): opened
        for one in every_connection()
        if (opened := door_behind(one.channel, one.key))
    }
    monkeypatch.setattr(door_module, "door_behind", lambda *address: known.get(address))
    return Doors(desk)  # type: ignore[arg-type]


def every_connection() -> list[Connection]:
    forget_doors()
    with all_dealerships():
        return list(Connection.objects.all())


def ways_into(lot: Dealership, at: datetime) -> dict[str, Door]:
    with acting_for(lot):
        connect_all(lot, at=at)
        return {
            one.channel: Door(f"/in/{one.channel}/{one.key}", open_secrets(one.secrets))
            for one in Connection.objects.all()
        }


@pytest.fixture
def ways(lot: Dealership, at: datetime) -> dict[str, Door]:
    return ways_into(lot, at)


@pytest.fixture
def their_ways(other_lot: Dealership, at: datetime) -> dict[str, Door]:
    return ways_into(other_lot, at)


@pytest.fixture
def secrets_are_lost(ways: dict[str, Door]) -> None:
    with all_dealerships():
        Connection.objects.update(secrets=b"")


def deliver(doors: Doors, delivery: Delivery, way: Door, headers: Headers, query: str = "") -> Said:
    headers = {"Content-Type": delivery.content_type, **headers}
    return asyncio.run(knock(doors, way.path + query, delivery.body, headers))


def right_proof(delivery: Delivery, way: Door) -> Headers:
    from django.conf import settings

    sign: Any = receiver(delivery.channel).sign
    url = f"{settings.PUBLIC_URL}{way.path}"
    return dict(sign(delivery.body, url, delivery.content_type, way.secrets))


def forgeries_taken(doors: Doors, channel: str, way: Door) -> list[str]:
    """Faults with which a delivery got in, or broke the door."""
    make, header = SIGNED[channel]
    found = []
    for number, (name, spoil) in enumerate(FAULTS.items()):
        delivery = make(number)
        spoiled = spoil(right_proof(delivery, way)[header])
        said = deliver(doors, delivery, way, {} if spoiled is None else {header: spoiled})
        if said.status not in {401, 403}:
            found.append(f"{name}: {said.status}")
    return found


@pytest.mark.parametrize("channel", SIGNED)
def test_a_right_signature_opens_the_door(
    ways: dict[str, Door], doors: Doors, desk: Desk, channel: str
) -> None:
    delivery = SIGNED[channel][0](1)

    assert (
        deliver(doors, delivery, ways[channel], right_proof(delivery, ways[channel])).status == 200
    )
    assert len(desk.rows) == 1


@pytest.mark.parametrize("channel", SIGNED)
def test_no_forged_signature_opens_the_door(
    ways: dict[str, Door], doors: Doors, desk: Desk, channel: str
) -> None:
    assert forgeries_taken(doors, channel, ways[channel]) == []
    assert desk.rows == []


@pytest.mark.parametrize("channel", SIGNED)
def test_another_lots_secret_or_address_opens_nothing(
    ways: dict[str, Door], their_ways: dict[str, Door], doors: Doors, desk: Desk, channel: str
) -> None:
    theirs, delivery = their_ways[channel], SIGNED[channel][0](1)
    ours = ways[channel]
    mixed = Door(ours.path, theirs.secrets)

    assert deliver(doors, delivery, ours, right_proof(delivery, mixed)).status == 403
    assert deliver(doors, delivery, theirs, right_proof(delivery, ours)).status == 403
    unknown = Door(f"{ours.path}x", ours.secrets)
    assert deliver(doors, delivery, unknown, right_proof(delivery, unknown)).status == 404
    assert desk.rows == []


@pytest.mark.parametrize("channel", SIGNED)
def test_a_signature_fits_its_own_bytes_only(
    ways: dict[str, Door], doors: Doors, desk: Desk, channel: str
) -> None:
    delivery = SIGNED[channel][0](1)
    proved = right_proof(delivery, ways[channel])
    for body in (delivery.body + b"&a=1", delivery.body[:-1], b"", delivery.body.upper()):
        other = replace(delivery, body=body)
        assert deliver(doors, other, ways[channel], proved).status == 403, body[:40]
    assert desk.rows == []


def test_a_key_of_one_channel_opens_no_other(
    ways: dict[str, Door], doors: Doors, desk: Desk
) -> None:
    delivery = whatsapp(1)
    key = ways["whatsapp"].path.rsplit("/", 1)[1]
    for channel in ("adf", "form", "mail", "sipgate", "walkin"):
        way = Door(f"/in/{channel}/{key}", {})
        assert deliver(doors, delivery, way, {}).status == 404
    assert desk.rows == []


def test_a_proof_left_in_nothing_is_no_proof(
    ways: dict[str, Door], secrets_are_lost: None, doors: Doors, desk: Desk
) -> None:
    """A connection whose secret was lost takes nothing, instead of everything."""
    for channel, (make, header) in SIGNED.items():
        delivery = make(1)
        empty = Door(ways[channel].path, {})
        assert deliver(doors, delivery, empty, right_proof(delivery, empty)).status == 403
        assert deliver(doors, delivery, empty, {header: "sha256="}).status == 403
    assert desk.rows == []


@pytest.mark.parametrize("channel", SIGNED)
def test_the_guard_of_signatures_sees_a_proof_that_is_always_right(
    ways: dict[str, Door], doors: Doors, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    monkeypatch.setattr(receiver(channel), "prove", lambda *_: True)

    assert len(forgeries_taken(doors, channel, ways[channel])) == len(FAULTS)


def test_proof_of_our_own_channels_is_what_feed_sends(ways: dict[str, Door]) -> None:
    assert proof(whatsapp(1), ways["whatsapp"]) == right_proof(whatsapp(1), ways["whatsapp"])
