"""R1: senders on many channels repeat until they are told 2xx, while the house is killed."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count

from tests.faults.deliveries import MAKERS, Delivery
from tests.faults.house import House

SENDERS = 6
PAUSE_S = 0.02  # between two tries of a sender
EARLIEST_S, LATEST_S = 0.005, 0.350


@dataclass
class Counts:
    kills: int = 0
    sent: int = 0  # acknowledged with 2xx
    tries: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    slowest_start_s: float = 0.0

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.faults)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.sent} acknowledged in {self.tries} tries, "
            f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.faults)} faults, "
            f"slowest start {self.slowest_start_s:.1f} s"
        )


class Senders:
    """Threads that each bring their own deliveries, one after the other."""

    def __init__(self, house: House, threads: int = SENDERS, most: int | None = None) -> None:
        self.house, self.tries = house, 0
        self.acked: list[Delivery] = []
        self._most = most
        self._numbers = count()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """No new deliveries; those begun are repeated until they are taken."""
        self._stop.set()
        self.wait()

    def wait(self, within: float = 120.0) -> None:
        for thread in self._threads:
            thread.join(timeout=within)
            assert not thread.is_alive(), "a sender was never answered with 2xx"

    def _run(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                number = next(self._numbers)
            if self._most is not None and number >= self._most:
                return
            delivery = MAKERS[number % len(MAKERS)](number)
            while not self._is_taken(delivery):
                time.sleep(PAUSE_S)
            with self._lock:
                self.acked.append(delivery)

    def _is_taken(self, delivery: Delivery) -> bool:
        with self._lock:
            self.tries += 1
        try:
            return 200 <= self.house.send(delivery) < 300
        except (OSError, HTTPException):
            return False


def survive_kills(house: House, kills: int, seed: int) -> Counts:
    """Kill the house `kills` times at random moments, then let it finish and count."""
    chance = random.Random(seed)  # noqa: S311
    house.start()
    assert house.doors
    senders = Senders(house)
    senders.start()
    for _ in range(kills):
        time.sleep(chance.uniform(EARLIEST_S, LATEST_S))
        house.kill()
        house.start()
    senders.finish()
    house.the_lease_ran_out()
    house.wait_until_read()
    counts = compare(house, senders)
    counts.kills = kills
    return counts


def compare(house: House, senders: Senders) -> Counts:
    """What was acknowledged against what the database holds."""
    counts = Counts(sent=len(senders.acked), tries=senders.tries)
    counts.slowest_start_s = max(house.starts, default=0)
    counts.lost, counts.doubled = lost_and_doubled(house, senders.acked)
    counts.faults = house.faults()
    return counts


def lost_and_doubled(house: House, acked: list[Delivery]) -> tuple[list[str], list[str]]:
    """Marks of acknowledged deliveries without a message, a lead or the raw bytes, or with two."""
    raw = Counter(
        (channel, bytes(body))
        for channel, body in house.rows("SELECT channel, body FROM capture_inbound")
    )
    messages = [
        "\n".join(map(str, row))
        for row in house.rows("SELECT provider_id, subject, body FROM conversations_message")
    ]
    told = Counter(mark for text in messages for mark in marks_in(text))
    leads = Counter(
        value
        for (value,) in house.rows(
            "SELECT i.value FROM leads_lead l JOIN customers_identity i "
            "ON i.customer_id = l.customer_id"
        )
    )
    lost, doubled = [], []
    for one in acked:
        person = one.phone
        if one.channel == "mail":
            person = f"customer{int(one.mark[2:9])}@example.org"
        found = (raw[one.channel, one.body], min(told[one.mark], 9), leads[person])
        if min(found) < 1:
            lost.append(f"{one.channel} {one.mark} {found}")
    doubled += [f"{channel} stored {n} times" for (channel, _), n in raw.items() if n > 1]
    doubled += [f"message {mark} {n} times" for mark, n in told.items() if n > 1]
    doubled += [f"leads of {value}: {n}" for value, n in leads.items() if n > 1]
    return lost, doubled


def marks_in(text: str) -> set[str]:
    """The marks of the deliveries that a stored message came from."""
    words = text.replace("@", " ").replace(".", " ").replace("<", " ").split()
    return {
        w for w in words if len(w) == 10 and w[:2] == "mk" and w[-1] == "z" and w[2:9].isdigit()
    }
