from django.db import models

from forecourt.dealership.models.dealership import Dealership
from forecourt.dealership.scope import Scoped


class OpeningWindow(models.Model):
    """One stretch of opening hours on a weekday, in local time. A day may have several."""

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="opening_windows")
    weekday = models.PositiveSmallIntegerField()  # 0 = Monday
    opens = models.TimeField()
    closes = models.TimeField()  # 23:59:59.999999 = midnight

    objects = Scoped()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="window_is_on_a_weekday"
            ),
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")),
                name="window_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class DayException(models.Model):
    """A day with hours of its own; with neither opening nor closing time it is closed."""

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="day_exceptions")
    day = models.DateField()
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=80, blank=True, default="")

    objects = Scoped()

    class Meta:
        ordering = ["day", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(closes__gt=models.F("opens")),
                name="exception_is_closed_or_has_both_times",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"
