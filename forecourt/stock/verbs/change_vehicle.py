"""Correct or complete what is written down about a car."""

from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.stock.facts import CarFacts, write_facts
from forecourt.stock.faults import NamesNoCar
from forecourt.stock.keys import KEYS, set_keys
from forecourt.stock.models import Vehicle
from forecourt.stock.verbs.add_vehicle import save_or_name_the_other
from forecourt.stock.verbs.set_status import set_status
from forecourt.timeline.happened import happened


def change_vehicle(
    vehicle: Vehicle, facts: CarFacts, *, by: Staff | None, at: datetime
) -> list[str]:
    """Write `facts` and return the names of those that changed. Safe to repeat.

    A new status goes through `set_status`, so it raises NotAStep where the step is not allowed.
    Raises AlreadyInStock and NamesNoCar like `add_vehicle`.
    """
    wanted = facts.get("status", vehicle.status)
    others = facts.copy()
    others.pop("status", None)
    with transaction.atomic():
        changed = write_facts(vehicle, others)
        if changed:
            set_keys(vehicle)
            if not (vehicle.make or vehicle.vin):
                raise NamesNoCar
            save_or_name_the_other(vehicle, [*changed, *KEYS])
            happened("vehicle.changed", vehicle, by=by, at=at, fields=sorted(changed))
        if wanted != vehicle.status:
            set_status(vehicle, wanted, by=by, at=at)
            changed.append("status")
    return changed
