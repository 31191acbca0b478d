"""Who takes new leads at a moment."""

from dataclasses import dataclass
from datetime import datetime

from forecourt.dealership.models import Absence, Dealership, Staff
from forecourt.dealership.remembered import remembered

MOST_ABSENCES = 200


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a lot who take leads, with the times they are away."""

    sellers: tuple[Staff, ...]  # oldest first
    away: dict[int, tuple[tuple[datetime, datetime], ...]]

    def on_duty(self, at: datetime) -> tuple[Staff, ...]:
        return tuple(person for person in self.sellers if not self.is_away(person.pk, at))

    def is_away(self, staff_id: int, at: datetime) -> bool:
        return any(begins <= at < ends for begins, ends in self.away.get(staff_id, ()))

    def find(self, staff_id: int | None) -> Staff | None:
        return next((person for person in self.sellers if person.pk == staff_id), None)


def roster_of(dealership: Dealership) -> Roster:
    return remembered("roster", dealership, _work_out)


def _work_out(dealership: Dealership) -> Roster:
    people = Staff.of_lot.filter(is_active=True).order_by("id")
    away: dict[int, list[tuple[datetime, datetime]]] = {}
    for absence in Absence.objects.order_by("-ends_at")[:MOST_ABSENCES]:
        away.setdefault(absence.staff_id, []).append((absence.begins_at, absence.ends_at))
    return Roster(
        sellers=tuple(person for person in people if person.sells),
        away={staff_id: tuple(spans) for staff_id, spans in away.items()},
    )
