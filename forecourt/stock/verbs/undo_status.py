"""Take back the last move of a car."""

from datetime import datetime, timedelta

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.stock.faults import MovedSince
from forecourt.stock.models import Vehicle
from forecourt.timeline.happened import happened
from forecourt.timeline.models import Event

UNDO_WITHIN = timedelta(hours=24)


def last_move(vehicle: Vehicle) -> Event | None:
    """The newest change of the car's status. The lot's newest events are asked first."""
    moves = Event.objects.filter(subject_type="vehicle", subject_id=vehicle.pk)
    newest: Event | None = moves.filter(kind="vehicle.status_set").order_by("-id").first()
    return newest


def undo_status(vehicle: Vehicle, *, event_id: int, by: Staff, at: datetime) -> Vehicle:
    """Give the car the status it had before the move `event_id`, whatever the steps allow.

    Only its newest move, and within UNDO_WITHIN. Raises MovedSince.
    """
    move = last_move(vehicle)
    if move is None or move.pk != event_id or at - move.at > UNDO_WITHIN:
        raise MovedSince(vehicle)
    was, status = move.data["was"], move.data["status"]
    with transaction.atomic():
        if not Vehicle.objects.filter(pk=vehicle.pk, status=status).update(status=was):
            vehicle.refresh_from_db(fields=["status"])
            raise MovedSince(vehicle)
        vehicle.status = was
        happened("vehicle.status_set", vehicle, by=by, at=at, was=status, status=was)
    return vehicle
