"""What happened. Rows are added and never changed; both engines refuse anything else."""

from datetime import datetime, timedelta

from django.db import models

from forecourt.dealership.scope import Scoped

UNDO_WITHIN = timedelta(hours=24)


class Event(models.Model):
    """One thing that happened: ids and field names, no personal text."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)  # "lead.opened"
    subject_type = models.CharField(max_length=20)  # "lead"
    subject_id = models.BigIntegerField()
    lead_id = models.BigIntegerField(null=True)  # the lead it is shown on, if any
    by = models.ForeignKey("dealership.Staff", models.PROTECT, null=True, db_index=False)
    at = models.DateTimeField()  # when it happened
    stored_at = models.DateTimeField()  # when it was written down
    data = models.JSONField(default=dict)

    objects = Scoped()

    class Meta:
        indexes = [
            models.Index(fields=["dealership", "id"], name="events_in_order"),
            models.Index(
                fields=["dealership", "lead_id", "id"],
                name="events_of_a_lead",
                condition=models.Q(lead_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"

    def is_recent(self, at: datetime) -> bool:
        """Whether it was written down so lately that it may be taken back."""
        return self.stored_at >= at - UNDO_WITHIN


class Seal(models.Model):
    """A link of the hash chain of one dealership, over one event and the link before it."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    number = models.BigIntegerField()
    event = models.OneToOneField(Event, models.PROTECT)
    hash = models.CharField(max_length=64)  # sha256, hex

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "number"], name="one_seal_per_number"),
        ]

    def __str__(self) -> str:
        return f"seal {self.number}"
