"""R6, R7: events that come several times, at once and in any order leave the same state."""

import itertools
import random
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forecourt.capture.inquiry import Identity, Inquiry, Notice, Person, Source
from forecourt.capture.verbs.capture import capture
from forecourt.capture.verbs.take_note import take_note
from forecourt.conversations.models import Annotation, Message
from forecourt.conversations.queries import said_about
from forecourt.conversations.thread import Standing, standings
from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import Lead
from tests.faults.deliveries import deliveries
from tests.faults.house import House
from tests.faults.kills import lost_and_doubled
from tests.faults.sizes import SEED, size

pytestmark = [pytest.mark.fault, pytest.mark.slow]
EVENTS, SENDERS = size("EVENTS", 120), 8
PERMUTATIONS = size("PERMUTATIONS", 40)


def test_events_sent_several_times_at_once_are_there_once(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    events = list(itertools.islice(deliveries(), EVENTS))
    copies = [one for one in events for _ in range(chance.randint(1, 5))]
    chance.shuffle(copies)
    refused: list[int] = []
    with House(tmp_path) as house:
        house.start()
        assert house.doors

        def send(mine: list[int]) -> None:
            refused.extend(
                status for number in mine if (status := house.send(copies[number])) != 200
            )

        senders = [
            threading.Thread(target=send, args=(list(range(n, len(copies), SENDERS)),))
            for n in range(SENDERS)
        ]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        house.wait_until_read()
        lost, doubled = lost_and_doubled(house, events)
        counted = house.rows("SELECT COUNT(*) FROM conversations_message")[0][0]
        leads = house.rows("SELECT COUNT(*) FROM leads_lead")[0][0]
        faults = house.faults()
    print(f"{len(copies)} deliveries of {EVENTS} events, {len(refused)} refused")
    assert (refused, lost, doubled, faults) == ([], [], [], [])
    assert (counted, leads) == (EVENTS, EVENTS)


class Undo(Exception):
    pass


def shown(lot: Dealership) -> list[tuple[Standing, str]]:
    messages = list(Message.objects.order_by("provider_id"))
    stood = standings(messages, said_about(messages))
    return [(stood[message.pk], message.call_outcome) for message in messages]


def test_any_order_of_message_and_notices_ends_in_the_same_state(
    in_lot: Dealership, karol: Staff, at: datetime
) -> None:
    from django.db import transaction

    person = Person(name="Piotr", identities=(Identity("whatsapp", "491705550123"),))

    def told(kind: str, number: int, **more: str) -> Notice:
        return Notice(
            kind=kind,  # type: ignore[arg-type]
            about="wamid.1",
            at=at + timedelta(seconds=number),
            provider_id="" if kind == "status" else f"n{number}",
            text=more.get("text", ""),
            status=more.get("status", ""),
            detail={"emoji": more.get("emoji", "")},
        )

    asked = Inquiry("message", Source("whatsapp"), "wamid.1", person, "first words")
    acts: list[Inquiry | Notice] = [
        asked,
        told("edit", 1, text="second words"),
        told("edit", 2, text="last words"),
        told("reaction", 3, emoji="+"),
        told("status", 4, status="delivered"),
        told("status", 5, status="read"),
        told("status", 6, status="sent"),
        told("revoke", 7),
        asked,
    ]
    chance = random.Random(SEED)  # noqa: S311
    seen: set[Any] = set()
    for number in range(PERMUTATIONS):
        order = chance.sample(acts, len(acts)) if number else acts
        try:
            with transaction.atomic():
                for act in order:
                    if isinstance(act, Inquiry):
                        capture(act, dealership=in_lot, at=at)
                    else:
                        take_note(act, channel="whatsapp", dealership=in_lot, at=at)
                seen.add((*shown(in_lot), Annotation.objects.count(), Lead.objects.count()))
                raise Undo
        except Undo:
            continue
    assert len(seen) == 1
    assert next(iter(seen))[0][0].text == "last words"
