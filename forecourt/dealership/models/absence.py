from django.db import models
from django.utils.translation import gettext_lazy as _

from forecourt.dealership.models.dealership import Dealership
from forecourt.dealership.models.staff import Staff
from forecourt.dealership.scope import Scoped


class Absence(models.Model):
    """A stretch of time in which a person takes no new leads."""

    class Kind(models.TextChoices):
        DRIVE = "drive", _("On a drive")
        DAY_OFF = "day_off", _("Day off")
        LEAVE = "leave", _("Leave")

    dealership = models.ForeignKey(Dealership, models.PROTECT)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = Scoped()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")),
                name="absence_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["dealership", "staff", "ends_at"], name="absence_by_staff")]

    def __str__(self) -> str:
        return f"{self.kind} until {self.ends_at:%Y-%m-%d %H:%M}"
