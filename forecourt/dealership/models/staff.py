from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from forecourt.dealership.models.dealership import Dealership
from forecourt.dealership.scope import Scoped


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    SALES = "sales", _("Sales")
    APPRAISER = "appraiser", _("Appraiser")
    VIEWER = "viewer", _("Viewer")


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(email__iexact=username)


class Staff(AbstractBaseUser):
    """A person who works at one lot. Signs in with a mail address.

    Signing in happens before a dealership is known, so `objects` is not scoped; screens reach
    colleagues through `Staff.of_lot`.
    """

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="staff")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=10, choices=Role, default=Role.SALES)
    phone = models.CharField(max_length=20, blank=True, default="")  # E.164
    language = models.CharField(max_length=2, blank=True, default="")  # "" = the lot's
    theme = models.CharField(max_length=5, default="auto")  # auto, day, sun, night
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = StaffManager()
    of_lot = Scoped()

    class Meta:
        default_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="staff_has_a_known_role"
            ),
        ]
        indexes = [models.Index(fields=["dealership", "is_active"], name="staff_by_dealership")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER

    @property
    def sells(self) -> bool:
        """Whether leads may be given to this person."""
        return self.role in {Role.OWNER, Role.SALES}

    @property
    def may_write(self) -> bool:
        return self.role != Role.VIEWER

    @property
    def speaks(self) -> str:
        return self.language or self.dealership.language

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[0], words[-1]) if word).upper() if words else "?"


class Invitation(models.Model):
    """A link that signs one person in once: first start, an invitation, a lost second factor."""

    dealership = models.ForeignKey(Dealership, models.PROTECT)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)  # sha256, hex
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped()

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def is_good(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at and self.staff.is_active


class ApiToken(models.Model):
    """A program's key to the API. Only its hash is kept."""

    dealership = models.ForeignKey(Dealership, models.PROTECT)
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)  # sha256, hex
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped()

    def __str__(self) -> str:
        return self.name
