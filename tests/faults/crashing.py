"""R2: a house that ends itself, as by kill -9, at a named point or after the nth statement.

`python -m tests.faults.crashing` with FORECOURT_DATA prints one JSON object: per point how the
process ended, and which deliveries were acknowledged. Each point runs in a child of its own, then
another child does what a restarted house does: the senders repeat, the workers go on.
"""

import argparse
import asyncio
import json
import os
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

KILLED = 137
ACKS = "acks"  # the file with the marks of what was acknowledged
READ, CAPTURE = "forecourt.capture.verbs.read_inbound", "forecourt.capture.verbs.capture"
WORKERS, INBOX = "forecourt.commands.workers", "forecourt.capture.inbox"
POINTS = {
    "before a delivery becomes a row": ("forecourt.channels.door", "row_of", "before"),
    "before the raw insert": (INBOX, "store", "before"),
    "after the raw insert": (INBOX, "store", "after"),
    "before the commit is told": (INBOX, "Inbox._commit", "before"),
    "after the commit was told": (INBOX, "Inbox._commit", "after"),
    "before the provider is answered": ("forecourt.channels.door", "Doors._store", "after"),
    "before a worker claims": (WORKERS, "claim", "before"),
    "after a worker claimed": (WORKERS, "claim", "after"),
    "before the delivery is parsed": (WORKERS, "parse", "before"),
    "after the delivery was parsed": (WORKERS, "parse", "after"),
    "before an inquiry is captured": (READ, "take_in", "before"),
    "after the customer was recognised": (CAPTURE, "recognise", "after"),
    "after the vehicle was looked for": (CAPTURE, "find", "after"),
    "after an owner was chosen": (CAPTURE, "choose_owner", "after"),
    "after the lead was opened": (CAPTURE, "open_lead", "after"),
    "before the message is stored": (CAPTURE, "receive", "before"),
    "after the message was stored": (CAPTURE, "receive", "after"),
    "before the events are written": ("forecourt.timeline.happened", "_write", "before"),
    "after the clock was started": ("forecourt.sla.reactions", "start_clock", "after"),
    "after the events were written": ("forecourt.timeline.happened", "_write", "after"),
    "after an inquiry was captured": (READ, "take_in", "after"),
    "before a notice is taken": (READ, "take_note", "before"),
    "after a notice was taken": (READ, "take_note", "after"),
    "after parts were passed on": (READ, "pass_on", "after"),
    "before the delivery is finished": (READ, "_finish", "before"),
    "before the lead is committed": (READ, "_take", "after"),
    "after the delivery was read": (WORKERS, "read_inbound", "after"),
    "between a breach and its event": ("forecourt.sla.verbs.find_breaches", "happened", "before"),
    "after a breach was noted": ("forecourt.sla.verbs.find_breaches", "happened", "after"),
    "before the events are sealed": (WORKERS, "seal", "before"),
    "while the events are sealed": ("forecourt.timeline.verbs.seal", "hash_of", "after"),
    "after the events were sealed": (WORKERS, "seal", "after"),
}
FEW = 7  # deliveries of one run: one per channel, and a notice


def arm(point: str, nth: int) -> None:
    """End this process when `point` is passed for the nth time."""
    module, path, moment = POINTS[point]
    owner: Any = import_module(module)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    passed = 0

    def reached() -> None:
        nonlocal passed
        passed += 1
        if passed >= nth:
            os._exit(KILLED)

    setattr(owner, name, _around(getattr(owner, name), moment, reached))


def _around(act: Callable[..., Any], moment: str, reached: Callable[[], None]) -> Any:
    if asyncio.iscoroutinefunction(act):

        @wraps(act)
        async def later(*args: Any, **named: Any) -> Any:
            result = await act(*args, **named)
            reached()
            return result

        return later

    @wraps(act)
    def around(*args: Any, **named: Any) -> Any:
        if moment == "before":
            reached()
        result = act(*args, **named)
        if moment == "after":
            reached()
        return result

    return around


def arm_statement(nth: int) -> None:
    """End this process after its nth statement to the database, whatever it is."""
    from django.db.backends.signals import connection_created

    sent = 0

    def after(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal sent
        result = execute(*args)
        sent += 1
        if sent >= nth:
            os._exit(KILLED)
        return result

    def watch(connection: Any, **_: Any) -> None:
        if after not in connection.execute_wrappers:
            connection.execute_wrappers.append(after)

    connection_created.connect(watch, weak=False)


def live(begin: int, acks: int) -> None:
    """One life of a house: take the deliveries from `begin` on, read, watch the clocks, seal."""
    from django.utils import timezone

    from forecourt.capture.inbox import Inbox
    from forecourt.channels.door import Doors
    from forecourt.dealership.models import Dealership
    from forecourt.dealership.scope import acting_for
    from tests.faults.knocking import bring

    workers: Any = import_module(WORKERS)  # its names may be armed
    inbox = Inbox()
    inbox.start()
    doors, ways = Doors(inbox), ways_in()
    for delivery in batch(begin):
        said = asyncio.run(bring(doors, delivery, ways[delivery.channel]))
        if said.status == 200:
            os.write(acks, f"{delivery.mark}\n".encode())
    inbox.stop()
    house = workers.Workers()
    while house._read():
        pass
    lot = Dealership.objects.get()
    with acting_for(lot):
        workers.find_breaches(at=timezone.now() + timedelta(days=30))
        while workers.seal(lot):
            pass


def batch(begin: int) -> Iterator[Any]:
    from tests.faults.deliveries import MAKERS, Delivery

    for number, make in enumerate(MAKERS, start=begin):
        yield make(number)
    status = {"id": f"wamid.mk{begin:07d}z", "status": "read", "timestamp": "1795082500"}
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "1098"}}
    changes = [{"value": {**value, "statuses": [status]}, "field": "messages"}]
    body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}
    yield Delivery("whatsapp", "", json.dumps(body).encode(), "application/json", "")


def ways_in() -> dict[str, Any]:
    from forecourt.capture.models import Connection
    from forecourt.capture.secrets import open_secrets
    from forecourt.dealership.scope import all_dealerships
    from tests.faults.deliveries import Door

    with all_dealerships():
        return {
            one.channel: Door(f"/in/{one.channel}/{one.key}", open_secrets(one.secrets))
            for one in Connection.objects.all()
        }


def in_a_child(act: Callable[[], None]) -> int:
    """How a child that does `act` ended: 0, KILLED, or 1 for a fault it printed."""
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def crash_everywhere(rounds: list[tuple[str, int]], acks: int) -> dict[str, int]:
    """For each (point, nth): a life that ends there, then one that goes on. Exit codes."""
    ended = {}
    for begin, (point, nth) in zip(range(FEW, 10**7, FEW), rounds, strict=False):

        def first(begin: int = begin, point: str = point, nth: int = nth) -> None:
            arm_statement(nth) if point == "statement" else arm(point, nth)
            live(begin, acks)

        def again(begin: int = begin) -> None:
            from forecourt.capture.models import Inbound
            from forecourt.dealership.scope import all_dealerships

            with all_dealerships():
                Inbound.objects.filter(state="received").update(not_before=None)
            live(begin, acks)

        ended[f"{point} #{nth}"] = in_a_child(first)
        if in_a_child(again):
            ended[f"{point} #{nth}"] = 1
    return ended


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=1, help="each point at its 1st to nth pass")
    parser.add_argument(
        "--statements", default="", help="first:last:step, crash after each of them"
    )
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from forecourt.commands.migrate import bring_up_to_date

    bring_up_to_date()
    from django.db import connections

    from forecourt.commands.first_start import setup_link

    setup_link("http://127.0.0.1")
    rounds = [(point, nth) for nth in range(1, given.times + 1) for point in POINTS]
    if given.statements:
        rounds += [("statement", nth) for nth in range(*map(int, given.statements.split(":")))]
    acks = os.open(
        Path(os.environ["FORECOURT_DATA"]) / ACKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND
    )
    live(0, acks)  # loads whatever is loaded late, before the first child
    connections.close_all()
    print(json.dumps(crash_everywhere(rounds, acks)))


if __name__ == "__main__":
    main()
