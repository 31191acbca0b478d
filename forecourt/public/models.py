"""How much a stranger has sent lately, so that a flood is held and not read as leads."""

from django.db import models

from forecourt.dealership.scope import Scoped


class Bucket(models.Model):
    """What one address has left at one lot. The address itself is not kept, only its keyed hash."""

    dealership = models.ForeignKey("dealership.Dealership", models.CASCADE, db_index=False)
    sender = models.CharField(max_length=32)  # keyed hash of the peer's address
    tokens = models.FloatField()
    at = models.DateTimeField()  # when `tokens` was true

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "sender"], name="one_bucket_per_sender")
        ]
        indexes = [models.Index(fields=["at"], name="buckets_by_age")]

    def __str__(self) -> str:
        return f"{self.sender[:6]} {self.tokens:.1f}"
