"""Rows written with a kept statement are those that Django would have written."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from forecourt.dealership.models import Dealership
from forecourt.dealership.rows import insert
from forecourt.timeline.models import Event


def event(lot: Dealership, at: datetime, data: object) -> Event:
    return Event(
        dealership=lot, kind="lead.attempted", subject_type="lead", subject_id=1,
        at=at, stored_at=at, data=data,
    )  # fmt: skip


@pytest.mark.parametrize("data", [{}, {"at": "10:00", "n": [1, 2.5, None]}, [], "łódź", 0, False])
def test_json_comes_back_as_it_was_given(in_lot: Dealership, at: datetime, data: object) -> None:
    row = event(in_lot, at, data)
    insert(row)

    saved = event(in_lot, at, data)
    saved.save()

    assert Event.objects.get(pk=row.pk).data == Event.objects.get(pk=saved.pk).data == data


def test_a_column_without_a_value_is_refused_as_by_save(in_lot: Dealership, at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        event(in_lot, at, None).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(event(in_lot, at, None))
