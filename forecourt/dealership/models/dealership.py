from zoneinfo import ZoneInfo

from django.db import models


class Dealership(models.Model):
    """A lot: the tenant. Every other row belongs to exactly one."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    country = models.CharField(max_length=2, default="DE")  # ISO 3166-1
    region = models.CharField(max_length=10, blank=True, default="")  # as in `holidays`, "BY"
    timezone = models.CharField(max_length=50, default="Europe/Berlin")
    currency = models.CharField(max_length=3, default="EUR")  # ISO 4217
    language = models.CharField(max_length=2, default="en")
    phone = models.CharField(max_length=20, blank=True, default="")  # E.164
    email = models.EmailField(blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    colour = models.CharField(max_length=7, default="#0A3AA6")
    keeps_public_holidays = models.BooleanField(default=True)
    settings_version = models.PositiveIntegerField(default=1)  # grows with any change of the rules
    created_at = models.DateTimeField()
    set_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(language__in=["en", "de", "pl"]),
                name="dealership_speaks_a_language_we_have",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def dealership_id(self) -> int:
        """A lot belongs to itself, so the timeline treats it like any other subject."""
        return self.pk

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
