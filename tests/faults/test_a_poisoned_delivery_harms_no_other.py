"""R9, R10: what cannot be read is tried five times and held; others, and takeovers, go on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from forecourt.capture.inquiry import Context, Inquiry, Person, Reading, Source
from forecourt.capture.models import Connection, Inbound
from forecourt.capture.verbs.read_inbound import (
    LEASE,
    MOST_ATTEMPTS,
    MOST_CLAIMS,
    claim,
    read_inbound,
)
from forecourt.capture.verbs.replay import replay
from forecourt.channels.verbs.connect_all import connect_all
from forecourt.conversations.models import Message
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.leads.models import Lead

pytestmark = pytest.mark.fault
POISON = b"poison"


class Killed(BaseException):
    """Stands for the end of the process: nothing after it runs."""


def understand(channel: str, body: bytes, context: Context) -> Reading:
    """Each delivery without an id of its own: only the state of its row tells it was read."""
    text = body.decode()
    person = Person(name=text, phones=(f"+49170555{body[-4:].decode()}",))
    return Reading((Inquiry("form", Source(channel), "", person, message=text),))


def choking(fault: BaseException) -> Callable[[str, bytes, Context], Reading]:
    def parse(channel: str, body: bytes, context: Context) -> Reading:
        if body.startswith(POISON):
            raise fault
        return understand(channel, body, context)

    return parse


@pytest.fixture
def form(lot: Dealership, karol: Staff, at: datetime) -> Connection:
    with acting_for(lot):
        connect_all(lot, at=at)
        found: Connection = Connection.objects.get(channel="form")
    return found


def put(form: Connection, *bodies: bytes) -> None:
    with all_dealerships():
        Inbound.objects.bulk_create(
            Inbound(
                dealership_id=form.dealership_id, connection=form, channel="form",
                dedupe=body.decode(), body=body, received_at=timezone.now(),
            )
            for body in bodies
        )  # fmt: skip


def states() -> dict[bytes, tuple[str, int]]:
    with all_dealerships():
        return {
            bytes(row.body): (row.state, row.attempts) for row in Inbound.objects.order_by("id")
        }


def work(parse: Any, at: datetime) -> None:
    """One worker's life; it ends when it is killed or nothing is left."""
    try:
        while True:
            with all_dealerships():
                rows = claim(at=at)
            if not rows:
                return
            for row in rows:
                read_inbound(row, parse=parse, at=at)
    except Killed:
        return


def test_poison_is_tried_five_times_then_held_with_its_reason(
    form: Connection, at: datetime
) -> None:
    put(form, b"poison 0001", b"good 0002", b"good 0003")

    for hour in range(MOST_ATTEMPTS + 2):
        work(choking(KeyError("x")), at + timedelta(hours=hour))

    assert states() == {
        b"poison 0001": ("held", MOST_ATTEMPTS),
        b"good 0002": ("done", 1),
        b"good 0003": ("done", 1),
    }
    with all_dealerships():
        assert Inbound.objects.get(state="held").reason == "Reading it failed: KeyError."


def test_poison_that_ends_the_process_is_held_and_harms_no_other(
    form: Connection, at: datetime
) -> None:
    put(form, *(b"good %04d" % n for n in range(3)), b"poison 0100")
    put(form, *(b"good %04d" % n for n in range(10, 30)))

    for minute in range(0, 2 * MOST_CLAIMS + 4, 2):
        work(choking(Killed()), at + timedelta(minutes=minute))

    ended = states()
    assert ended.pop(b"poison 0100") == ("held", MOST_CLAIMS + 1)
    assert {state for state, _ in ended.values()} == {"done"}
    assert max(tried for _, tried in ended.values()) <= 2


def test_the_others_of_a_killed_worker_are_read_within_the_lease(
    form: Connection, at: datetime
) -> None:
    put(form, b"poison 0100", *(b"good %04d" % n for n in range(5)))

    work(choking(Killed()), at)
    for _ in range(2):
        work(choking(Killed()), at + LEASE)

    assert [state for body, (state, _) in states().items() if body != b"poison 0100"] == [
        "done"
    ] * 5


def test_after_the_cause_is_gone_a_held_delivery_is_read(
    form: Connection, lot: Dealership, ewa: Staff, at: datetime
) -> None:
    put(form, b"poison 0001")
    for hour in range(MOST_ATTEMPTS):
        work(choking(KeyError("x")), at + timedelta(hours=hour))
    with acting_for(lot):
        assert replay(Inbound.objects.get(), by=ewa, at=at)

    work(understand, at + timedelta(days=1))

    assert states() == {b"poison 0001": ("done", 1)}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_thought_dead_changes_nothing_any_more(
    form: Connection, at: datetime
) -> None:
    put(form, b"good 0001")
    with all_dealerships():
        (slow,) = claim(at=at)
        (quick,) = claim(at=at + LEASE)

    read_inbound(quick, parse=understand, at=at + LEASE)
    read_inbound(slow, parse=understand, at=at + LEASE)

    with all_dealerships():
        assert (Message.objects.count(), Lead.objects.count()) == (1, 1)
    assert states() == {b"good 0001": ("done", 2)}
