"""Rows that a worker claimed and never finished."""

from datetime import timedelta

from forecourt.capture.envelope import Envelope
from forecourt.capture.models import Inbound
from forecourt.capture.verbs.connect import connect
from forecourt.capture.verbs.read_inbound import LEASE, claim, free_leases
from forecourt.capture.verbs.store import row_of, store


def test_a_claimed_row_is_not_claimed_again_before_its_lease_ends(in_lot, at):
    connection = connect(in_lot, "form", at=at)
    store([row_of(connection, Envelope("form", b"{}", at), "one")])

    assert [len(claim(at=at)), len(claim(at=at)), len(claim(at=at + timedelta(minutes=2)))] == [
        1,
        0,
        1,
    ]


def test_a_house_that_starts_again_reads_at_once_and_keeps_the_attempts(in_lot, at):
    connection = connect(in_lot, "form", at=at)
    store([row_of(connection, Envelope("form", b"{}", at), "one")])
    claim(at=at)

    freed = free_leases()

    assert (freed, Inbound.objects.get().attempts) == (1, 1)
    assert [row.attempts for row in claim(at=at)] == [2]


def test_what_was_tried_twice_waits_for_its_lease(in_lot, at):
    connection = connect(in_lot, "form", at=at)
    store([row_of(connection, Envelope("form", b"{}", at), "one")])
    for _ in range(2):
        claim(at=at)
        free_leases()

    assert (free_leases(), claim(at=at)) == (0, [])


def test_who_gets_none_of_the_rows_looks_again(in_lot, at, monkeypatch):
    connection = connect(in_lot, "form", at=at)
    store([row_of(connection, Envelope("form", b"{}", at), key) for key in ("one", "two")])
    first, second = Inbound.objects.order_by("id")
    theirs = Inbound.objects.filter(pk=first.pk)
    looks = iter([[first], [second]])

    def unread(*asked):
        seen = next(looks)
        theirs.update(attempts=1, not_before=at + LEASE)  # another reader was faster
        return seen

    monkeypatch.setattr("forecourt.capture.verbs.read_inbound._unread", unread)

    assert claim(at=at) == [second]
