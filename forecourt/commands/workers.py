"""The threads that work off rows: inquiries to read, clocks to watch, events to seal."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from forecourt.capture.models import Connection, Inbound
from forecourt.capture.verbs.forget_answers import forget_answers
from forecourt.capture.verbs.read_inbound import claim, read_inbound
from forecourt.channels.registry import load_parsers, parse
from forecourt.channels.verbs.fetch_mail import fetch_mail
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.outbox.models import Heartbeat
from forecourt.sla.verbs.find_breaches import find_breaches
from forecourt.timeline.verbs.seal import AT_ONCE, seal

log = logging.getLogger(__name__)

READ_EVERY_S, WATCH_EVERY_S, FETCH_EVERY_S, BEAT_EVERY_S = 1.0, 5.0, 30.0, 15.0
TIDY_EVERY_S = 3600.0
POLITE_S = 0.25
READ_WITHIN = timedelta(seconds=1)  # older deliveries are read whoever waits at the door
LONGEST_BREATH_S = 0.02
SHARE_A_COMMIT = 4  # more would keep other writers waiting


class Workers:
    """Each loop looks every few seconds, the reader also when it is woken; no fault ends a loop.

    A loop that ends all the same is logged and begins anew. Each gives a sign of life after work
    that went well; /up asks for them.
    """

    def __init__(self, is_busy: Callable[[], bool] = lambda: False) -> None:
        self.is_busy = is_busy
        self._is_behind = False
        self._tidied = -TIDY_EVERY_S
        self._swept: set[int] = set()  # lots whose whole record was looked through for seals
        self._stop = threading.Event()
        self._news = threading.Event()
        loops = [
            ("reader", self._read, READ_EVERY_S),
            ("watcher", self._watch, WATCH_EVERY_S),
            ("postman", self._fetch_mail, FETCH_EVERY_S),
        ]
        self._threads = [
            threading.Thread(target=self._keep, args=loop, name=loop[0], daemon=True)
            for loop in loops
        ]

    def _let_senders_go_first(self) -> None:
        """While deliveries pour in, reading waits a little: their senders hang on the line."""
        began = time.monotonic()
        while self.is_busy() and time.monotonic() - began < POLITE_S and not self._stop.is_set():
            time.sleep(POLITE_S / 10)

    def wake(self) -> None:
        self._news.set()

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._news.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def run_until_stopped(self) -> None:
        self.start()
        self._stop.wait()

    def _keep(self, name: str, work: Callable[[], bool], every: float) -> None:
        while not self._stop.is_set():
            try:
                self._loop(name, work, every)
            except BaseException:
                log.critical("%s died and begins anew", name, exc_info=True)
                self._stop.wait(every)

    def _loop(self, name: str, work: Callable[[], bool], every: float) -> None:
        while not self._stop.is_set():
            more = False
            try:
                more = work()
                beat(name)
            except Exception:
                log.exception("%s stumbled", name)
                database.close()
            if not more:
                waker = self._news if name == "reader" else self._stop
                waker.wait(every)
                self._news.clear() if name == "reader" else None
        database.close()

    def _read(self) -> bool:
        load_parsers()
        if not self._is_behind:
            self._let_senders_go_first()
        read = read_some(at=timezone.now(), is_busy=self.is_busy)
        self._is_behind = bool(read) and timezone.now() - read[0].received_at > READ_WITHIN
        return bool(read)

    def _fetch_mail(self) -> bool:
        with all_dealerships():
            mailboxes = list(
                Connection.objects.filter(
                    channel="mail", is_on=True, settings__has_key="imap_host"
                ).select_related("dealership")
            )
        for connection in mailboxes:
            with acting_for(connection.dealership):
                try:
                    fetch_mail(connection, at=timezone.now())
                except Exception:
                    log.exception("a mailbox could not be read")  # the next lot's is not to wait
                self.wake()
        return False

    def _watch(self) -> bool:
        """Every lot gets its turn, whatever happens in another one. Raises what happened last."""
        trouble: Exception | None = None
        for dealership in Dealership.objects.all():
            try:
                self._watch_over(dealership)
            except Exception as fault:
                log.exception("the watch over lot %s stumbled", dealership.pk)
                database.close()
                trouble = fault
        if time.monotonic() - self._tidied >= TIDY_EVERY_S:
            self._tidied = time.monotonic()
            tidy(at=timezone.now())
        if trouble is not None:
            raise trouble
        return False

    def _watch_over(self, dealership: Dealership) -> None:
        with acting_for(dealership):
            find_breaches(at=timezone.now())
            sealed = seal(dealership, whole_record=dealership.pk not in self._swept)
            self._swept.add(dealership.pk)
            while sealed == AT_ONCE:  # what comes meanwhile waits for the next round
                beat("watcher")  # a long record is work, not silence
                sealed = seal(dealership)


def tidy(*, at: datetime) -> None:
    """Delete what every lot keeps for a while only."""
    for dealership in Dealership.objects.all():
        with acting_for(dealership):
            while forget_answers(at=at):
                pass


def read_some(*, at: datetime, is_busy: Callable[[], bool] = lambda: False) -> list[Inbound]:
    """Claim some deliveries and bring each to its end; returns them.

    Several share a commit, unless senders wait for the write lock at the door: then each stands
    alone, and the reader rests as long as it worked, so that half of the machine is theirs.
    """
    with all_dealerships():
        rows = claim(at=at)
    left = list(rows)
    while left:
        few = left[: 1 if is_busy() else SHARE_A_COMMIT]
        left = left[len(few) :]
        began = time.monotonic()
        with all_dealerships(), transaction.atomic():
            for row in few:
                read_inbound(row, parse=parse, at=timezone.now())
        beat("reader")
        if is_busy():
            time.sleep(min(time.monotonic() - began, LONGEST_BREATH_S))
    return rows


_beats: dict[str, float] = {}


def beat(name: str) -> None:
    """A sign of life, at most every BEAT_EVERY_S."""
    if time.monotonic() - _beats.get(name, -BEAT_EVERY_S) >= BEAT_EVERY_S:
        Heartbeat.objects.update_or_create(worker=name, defaults={"at": timezone.now()})
        _beats[name] = time.monotonic()
