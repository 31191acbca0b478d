"""Take back the last move of a car."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from forecourt.dealership.models import Staff
from forecourt.stock.faults import MovedSince
from forecourt.stock.models import Vehicle
from forecourt.timeline.happened import happened
from forecourt.timeline.models import Event


def moves_of(vehicle: Vehicle) -> QuerySet[Event]:
    """Every change of the car's status. No index knows a car: ask for ids, or what is newest."""
    return Event.objects.filter(
        kind="vehicle.status_set", subject_type="vehicle", subject_id=vehicle.pk
    )


def undo_status(vehicle: Vehicle, *, event_id: int, by: Staff, at: datetime) -> Vehicle:
    """Give the car the status it had before the move `event_id`, whatever the steps allow.

    Only its newest move, and while it is recent. Raises MovedSince.
    """
    move = moves_of(vehicle).filter(pk=event_id).first()
    if move is None or not move.is_recent(at) or moves_of(vehicle).filter(pk__gt=move.pk).exists():
        raise MovedSince(vehicle)
    was, status = move.data["was"], move.data["status"]
    with transaction.atomic():
        if not Vehicle.objects.filter(pk=vehicle.pk, status=status).update(status=was):
            vehicle.refresh_from_db(fields=["status"])
            raise MovedSince(vehicle)
        vehicle.status = was
        happened("vehicle.status_set", vehicle, by=by, at=at, was=status, status=was)
    return vehicle
