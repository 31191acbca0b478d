"""Read a stored delivery: every inquiry in it becomes a lead, or a person is asked to look."""

import json
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from forecourt.capture.context import context_of
from forecourt.capture.inquiry import Context, Inquiry, Reading
from forecourt.capture.models import Connection, Inbound, InboundState
from forecourt.capture.races import again_if_refused
from forecourt.capture.verbs.capture import NoWayBack, arrived, take_in
from forecourt.capture.verbs.pass_on import pass_on
from forecourt.capture.verbs.take_note import take_note
from forecourt.customers.phones import is_withheld
from forecourt.dealership.scope import acting_for, dealership_in_scope

log = logging.getLogger(__name__)

Parse = Callable[[str, bytes, Context], Reading]


class TakenOver(Exception):
    """The lease ran out and another worker has the row: whatever was made of it is undone."""


LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
MOST_CLAIMS = 20  # a reader that was killed says less against a delivery than a fault does
BACK_OFF = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))


def claim(*, at: datetime, at_most: int = 20) -> list[Inbound]:
    """Take the oldest unread deliveries for LEASE; the attempt is counted before the work starts.

    Compare-and-set on the attempt: two workers may see the same rows, each row goes to one, and who
    gets none looks again. A row that was tried before is taken alone: if reading it ends the
    process, it takes no others along.
    """
    while seen := _unread(at, at_most):
        if seen[0].attempts:
            seen = seen[:1]
        fresh = [row for row in seen if row is seen[0] or not row.attempts]
        taken = _take_over(fresh, until=at + LEASE)
        for row in fresh:
            row.attempts += 1
        if taken:
            return [row for row in fresh if row.pk in taken]
    return []


def _unread(at: datetime, at_most: int) -> list[Inbound]:
    free = Q(not_before__isnull=True) | Q(not_before__lte=at)
    unread = Inbound.objects.filter(free, state=InboundState.RECEIVED).order_by("id")
    return list(unread.select_related("connection__dealership")[:at_most])


def free_leases() -> int:
    """Give back what a worker held that is gone; returns how many rows.

    Only for a house of one process, at its start: then no other worker can hold anything. What was
    tried more than once waits for its lease: it may be what ended the process, and a house that is
    killed again and again must not use up the attempts of an innocent delivery.
    """
    leased = Inbound.objects.filter(
        state=InboundState.RECEIVED, not_before__isnull=False, attempts=1
    )
    freed: int = leased.update(not_before=None)
    return freed


def _take_over(rows: list[Inbound], *, until: datetime) -> set[int]:
    """Ids of the rows that became ours. One statement, since Django's update tells no ids."""
    tried = rows[0].attempts
    places = ", ".join(["%s"] * len(rows))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE capture_inbound SET attempts = {tried + 1}, not_before = %s "  # noqa: S608
            f"WHERE id IN ({places}) AND state = 'received' AND attempts = {tried} RETURNING id",
            [connection.ops.adapt_datetimefield_value(until), *(row.pk for row in rows)],
        )
        return {pk for (pk,) in cursor.fetchall()}


def read_inbound(row: Inbound, *, parse: Parse, at: datetime) -> None:
    """Bring a claimed row to its end: done, held or unrouted. Never raises for what it contains.

    A fault of ours is tried again later; after MOST_ATTEMPTS the row is held with its reason, and
    after MOST_CLAIMS that never came to an end.
    """
    with acting_for(row.connection.dealership):
        try:
            if row.attempts > MOST_CLAIMS:
                why = "Reading it failed again and again."
                _finish(row, InboundState.HELD, at, held="unreadable", reason=why)
                return
            reading = parse(row.channel, bytes(row.body), context_of(row))
            again_if_refused(lambda was_refused: _take(row, reading, at, was_refused))
        except TakenOver:
            log.warning("inbound %s was taken over by another worker", row.pk)
        except Exception as fault:
            log.exception("inbound %s could not be read", row.pk)
            _try_again(row, fault, at)


def _take(row: Inbound, reading: Reading, at: datetime, was_refused: bool) -> None:
    if reading.state == "held":
        preview = reading.inquiries[0].message if reading.inquiries else ""
        _finish(
            row,
            InboundState.HELD,
            at,
            held=reading.held or "unreadable",
            reason=reading.reason,
            preview=preview,
        )
        return
    dealership = row.connection.dealership
    ours, foreign = _sorted_by_receiver(row, reading)
    leads, nobody = [], ""
    for inquiry in ours:
        try:
            arrival = arrived(inquiry, dealership=dealership, at=row.received_at, inbound_id=row.pk)
            leads.append(take_in(arrival, look_first=was_refused).lead.pk)
        except NoWayBack:
            nobody = _why_nobody(inquiry) or nobody
    for notice in reading.notices:
        if not _is_foreign(row, notice.receiver):
            take_note(notice, channel=row.channel, dealership=dealership, at=row.received_at)
    unknown = pass_on(row, foreign)
    reason = nobody or unknown
    state = InboundState.UNROUTED if reason else InboundState.DONE
    _finish(row, state, at, reason=reason, leads=leads, preview=ours[0].message if ours else "")


def _sorted_by_receiver(row: Inbound, reading: Reading) -> tuple[list[Inquiry], list[str]]:
    ours = [one for one in reading.inquiries if not _is_foreign(row, one.receiver)]
    foreign = {one.receiver for one in reading.inquiries if _is_foreign(row, one.receiver)}
    named = [_named(one, row.connection) for one in ours]
    return named, [] if row.receiver else sorted(foreign)


def _is_foreign(row: Inbound, receiver: str) -> bool:
    """Whether another number of the same provider's app is meant. Only where we know our own."""
    own = row.receiver or str(row.connection.settings.get("receiver", ""))
    return bool(own and receiver and receiver != own)


def _named(inquiry: Inquiry, connection: Connection) -> Inquiry:
    """A provider named at the connection counts where the message itself names none."""
    named = str(connection.settings.get("provider", ""))
    if named and not inquiry.source.provider:
        return replace(inquiry, source=replace(inquiry.source, provider=named))
    return inquiry


def _why_nobody(inquiry: Inquiry) -> str:
    if inquiry.call is not None and inquiry.call.outcome == "answered":
        return ""  # somebody talked to them; there is nothing to do and nobody to name
    sent = inquiry.person.phones or (inquiry.extra.get("caller", ""),)
    if inquiry.call is not None and all(map(is_withheld, sent)):
        return "The caller's number was withheld."
    return "There is no name, phone or address to answer to."


def _try_again(row: Inbound, fault: Exception, at: datetime) -> None:
    if row.attempts >= MOST_ATTEMPTS:
        why = f"Reading it failed: {type(fault).__name__}."
        with suppress(TakenOver):
            _finish(row, InboundState.HELD, at, held="unreadable", reason=why)
        return
    wait = BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
    still_ours = Inbound.objects.filter(
        pk=row.pk, state=InboundState.RECEIVED, attempts=row.attempts
    )
    still_ours.update(not_before=at + wait)


def _finish(
    row: Inbound,
    state: InboundState,
    at: datetime,
    *,
    held: str = "",
    reason: str = "",
    preview: str = "",
    leads: Iterable[int] = (),
) -> None:
    """Write the end of the row. Raises TakenOver if it is not this worker's any more.

    By hand, since every delivery does it once: composing it takes Django longer than the database.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE capture_inbound SET state = %s, finished_at = %s, not_before = NULL, "
            "held_kind = %s, reason = %s, preview = %s, lead_ids = %s "
            "WHERE id = %s AND dealership_id = %s AND state = 'received' AND attempts = %s",
            [
                state.value,
                connection.ops.adapt_datetimefield_value(at),
                held,
                reason[:300],
                " ".join(preview.split())[:300],
                json.dumps(list(dict.fromkeys(leads))),
                row.pk,
                dealership_in_scope(),
                row.attempts,
            ],
        )
        if not cursor.rowcount:
            raise TakenOver(row.pk)
