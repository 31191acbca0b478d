"""Idempotency-Key: the same request again is answered alike and acts once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections

from forecourt.api.tests.programs import ANNA
from forecourt.capture.models import IdempotencyKey
from forecourt.commands.workers import tidy
from forecourt.conversations.models import Message
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from tests.cast import FRIDAY_NOON


def test_the_same_request_is_answered_alike(program, karol, in_lot):
    first, second = (program.post("leads", ANNA, Idempotency_Key="k1") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert Message.objects.count() == 1


def test_a_key_stands_for_one_request(program, karol, in_lot):
    made = program.post("leads", ANNA, Idempotency_Key="k1").json()["id"]

    answers = [
        program.post("leads", {**ANNA, "name": "Piotr"}, Idempotency_Key="k1"),
        program.post(f"leads/{made}/note", ANNA, Idempotency_Key="k1"),
    ]

    assert [one.status_code for one in answers] == [422, 422]
    assert Message.objects.count() == 1


def test_a_request_under_way_is_not_done_twice(program, karol, in_lot):
    program.post("leads", ANNA, Idempotency_Key="k1")
    IdempotencyKey.objects.update(status=0)

    assert program.post("leads", ANNA, Idempotency_Key="k1").status_code == 409


def test_a_refused_request_may_be_sent_again(program, lot, in_lot):
    refused = program.post("leads", ANNA, Idempotency_Key="k1")
    _somebody_who_sells(lot)
    taken = program.post("leads", ANNA, Idempotency_Key="k1")

    assert (refused.status_code, taken.status_code) == (409, 201)


def test_an_answer_is_given_for_a_day(program, karol, in_lot):
    with time_machine.travel(FRIDAY_NOON, tick=False) as clock:
        program.post("leads", ANNA, Idempotency_Key="k1")
        clock.move_to(FRIDAY_NOON + timedelta(hours=23))
        early = program.post("leads", ANNA, Idempotency_Key="k1")
        clock.move_to(FRIDAY_NOON + timedelta(hours=24))
        late = program.post("leads", {**ANNA, "message": "And now?"}, Idempotency_Key="k1")

    assert early.headers["Idempotent-Replayed"] == "true"
    assert (late.status_code, "Idempotent-Replayed" in late.headers) == (200, False)
    assert Message.objects.count() == 2


def test_old_answers_are_deleted(program, karol, in_lot):
    with time_machine.travel(FRIDAY_NOON, tick=False):
        program.post("leads", ANNA, Idempotency_Key="k1")
    with time_machine.travel(FRIDAY_NOON + timedelta(hours=2), tick=False):
        program.post("leads", ANNA, Idempotency_Key="k2")
    form = {"request_hash": "", "status": 204, "at": FRIDAY_NOON}
    IdempotencyKey.objects.create(dealership=in_lot, key="form:1", **form)

    tidy(at=FRIDAY_NOON + timedelta(hours=25))
    assert set(IdempotencyKey.objects.values_list("key", flat=True)) == {"k2", "form:1"}

    tidy(at=FRIDAY_NOON + timedelta(days=30))
    assert not IdempotencyKey.objects.exists()


def test_an_answer_taken_over_while_old_ones_go_is_kept(program, karol, in_lot):
    program.post("leads", ANNA, Idempotency_Key="k1")
    later = FRIDAY_NOON + timedelta(hours=25)

    def take_over() -> None:
        with time_machine.travel(later, tick=False):
            assert program.post("leads", ANNA, Idempotency_Key="k1").status_code == 200

    with connection.execute_wrapper(_Before("DELETE", take_over)):
        tidy(at=later)

    with time_machine.travel(later, tick=False):
        again = program.post("leads", ANNA, Idempotency_Key="k1")
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_key_that_is_forgotten_just_now_is_new(program, karol, in_lot):
    program.post("leads", ANNA, Idempotency_Key="k1")
    later = FRIDAY_NOON + timedelta(hours=25)

    with (
        time_machine.travel(later, tick=False),
        connection.execute_wrapper(_Before("UPDATE", lambda: tidy(at=later))),
    ):
        taken = program.post("leads", {**ANNA, "message": "And now?"}, Idempotency_Key="k1")

    assert taken.status_code == 200
    assert Message.objects.count() == 2


class _Before:
    """Lets `act` come in between: once, before the first such statement on the kept answers."""

    def __init__(self, verb: str, act: Callable[[], None]) -> None:
        self.begins, self.act = f'{verb} "capture_idempotencykey"', act
        self.came = False

    def __call__(self, execute, sql, params, many, context):
        if not self.came and sql.replace(" FROM", "").startswith(self.begins):
            self.came = True
            self.act()
        return execute(sql, params, many, context)


@pytest.mark.parametrize("key", ["", "x" * 101, "ü", "a\tb"])
def test_a_key_that_is_none(program, karol, key):
    assert program.post("leads", ANNA, Idempotency_Key=key).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_two_senders_of_one_request_make_one_lead(program, karol, lot):
    def send(_: int) -> tuple[int, str]:
        try:
            response = program.post("leads", ANNA, Idempotency_Key="k1")
            return response.status_code, response.json()["id"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, range(2)))

    with acting_for(lot):
        lead = Lead.objects.get()
        assert Message.objects.count() == 1
    assert answers == [(201, str(lead.pk))] * 2


def _somebody_who_sells(lot) -> None:
    from forecourt.dealership.verbs.add_staff import add_staff

    add_staff(lot, email="karol@lis.example", name="Karol", role="sales", at=FRIDAY_NOON)
