"""A customer wanting a vehicle: one owner, one next action, always."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forecourt.dealership.scope import Scoped


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("lead", "Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class Stage(models.TextChoices):
    NEW = "new", _("New")
    QUALIFIED = "qualified", _("Qualified")
    VISIT = "visit", _("Appointment")
    OFFER = "offer", _("Offer sent")
    DEPOSIT = "deposit", _("Deposit taken")
    SOLD = "sold", _("Sold")


class NextKind(models.TextChoices):
    REPLY = "reply", _("Reply")
    CALL_BACK = "call_back", _("Call back")
    CALL = "call", _("Call")
    MESSAGE = "message", _("Write")
    VISIT = "visit", _("Visit")
    DRIVE = "drive", _("Test drive")
    APPRAISE = "appraise", _("Appraise")
    WAIT = "wait", _("Follow up")


class LostReason(models.TextChoices):
    BOUGHT_ELSEWHERE = "bought_elsewhere", _("Bought elsewhere")
    PRICE = "price", _("Price")
    NO_ANSWER = "no_answer", _("Never answered")
    NOT_SERIOUS = "not_serious", _("Not serious")
    OTHER = "other", _("Other")


class LeadQuerySet(models.QuerySet["Lead"]):
    def open(self) -> "LeadQuerySet":
        return self.filter(state=State.OPEN)

    def waiting_for_us(self) -> "LeadQuerySet":
        return self.filter(state=State.OPEN, waiting_since__isnull=False)

    def most_urgent_first(self) -> "LeadQuerySet":
        return self.order_by("next_due_at", "id")

    def newest_first(self) -> "LeadQuerySet":
        return self.order_by("-received_at", "-id")

    def with_row_facts(self) -> "LeadQuerySet":
        """Everything a row shows, in the one statement that lists the leads."""
        return self.select_related("customer", "vehicle", "owner")


class Lead(models.Model):
    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="leads")
    vehicle = models.ForeignKey(
        "stock.Vehicle", models.PROTECT, null=True, blank=True, related_name="leads", db_index=False
    )
    vehicle_reason = models.CharField(max_length=12, blank=True, default="")  # vin, plate, words …
    vehicle_confidence = models.PositiveSmallIntegerField(
        default=0
    )  # per cent; 100 = a person said so
    interest = models.CharField(max_length=200, blank=True, default="")  # in the customer's words
    state = models.CharField(max_length=5, choices=State, default=State.OPEN)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.NEW)

    channel = models.CharField(max_length=15)
    provider = models.CharField(max_length=60, blank=True, default="")
    campaign = models.CharField(max_length=120, blank=True, default="")
    received_at = models.DateTimeField()  # when the customer acted
    stored_at = models.DateTimeField()

    owner = models.ForeignKey(
        "dealership.Staff", models.PROTECT, related_name="leads", db_index=False
    )
    owner_reason = models.CharField(max_length=20)  # last_owner, took_it … see reasons.py
    covered_by = models.ForeignKey(
        "dealership.Staff", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    next_kind = models.CharField(max_length=12, choices=NextKind, blank=True, default="")
    next_text = models.CharField(max_length=200, blank=True, default="")
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_promised = models.BooleanField(default=False)

    waiting_since = models.DateTimeField(null=True, blank=True)  # null = it is the customer's turn
    reply_due_at = models.DateTimeField(null=True, blank=True)  # end of the running reply clock
    answered_at = models.DateTimeField(null=True, blank=True)  # first answer by a person
    last_contact_at = models.DateTimeField(null=True, blank=True)
    last_words = models.CharField(max_length=200, blank=True, default="")
    rings = models.PositiveSmallIntegerField(default=0)  # unanswered calls in a row
    has_trade_in = models.BooleanField(default=False)
    wants_finance = models.BooleanField(default=False)
    wish = models.CharField(max_length=120, blank=True, default="")  # "Saturday 11:00"
    check_fields = models.BooleanField(default=False)  # read by repair, a person should look
    verified = models.BooleanField(default=True)

    closed_at = models.DateTimeField(null=True, blank=True)
    lost_reason = models.CharField(max_length=20, choices=LostReason, blank=True, default="")

    objects = Scoped.from_queryset(LeadQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="lead_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.OPEN) | (~Q(next_kind="") & Q(next_due_at__isnull=False)),
                name="open_lead_has_a_next_action_and_a_due_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN) | Q(closed_at__isnull=False),
                name="closed_lead_says_when",
            ),
            models.UniqueConstraint(
                fields=["dealership", "customer"],
                condition=Q(state=State.OPEN),
                name="one_open_lead_per_customer",
            ),
        ]
        indexes = [
            models.Index(
                fields=["dealership", "owner", "next_due_at", "id"],
                name="open_leads_of_a_person",
                condition=Q(state=State.OPEN),
            ),
            models.Index(
                fields=["dealership", "covered_by", "next_due_at", "id"],
                name="open_leads_somebody_covers",
                condition=Q(state=State.OPEN, covered_by__isnull=False),
            ),
            models.Index(
                fields=["dealership", "next_due_at", "id"],
                name="open_leads_by_due_time",
                condition=Q(state=State.OPEN),
            ),
            models.Index(
                fields=["dealership", "waiting_since", "id"],
                name="leads_waiting_for_us",
                condition=Q(state=State.OPEN, waiting_since__isnull=False),
            ),
            models.Index(fields=["dealership", "owner", "-id"], name="leads_given_to_a_person"),
            models.Index(fields=["dealership", "-received_at", "-id"], name="leads_newest_first"),
            models.Index(
                fields=["dealership", "-received_at", "-id"],
                name="open_leads_newest_first",
                condition=Q(state=State.OPEN),
            ),
            models.Index(
                fields=["dealership", "-received_at", "-id"],
                name="won_leads_newest_first",
                condition=Q(state=State.WON),
            ),
            models.Index(
                fields=["dealership", "vehicle", "-id"],
                name="open_leads_on_a_vehicle",
                condition=Q(state=State.OPEN, vehicle__isnull=False),
            ),
            models.Index(
                fields=["dealership", "vehicle", "-id"],
                name="leads_on_a_vehicle",
                condition=Q(vehicle__isnull=False),
            ),
            models.Index(
                fields=["dealership", "answered_at"],
                name="leads_by_first_answer",
                condition=Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"lead {self.pk}"

    @classmethod
    def fitting(cls, column: str, text: str) -> str:
        """`text` as far as `column` holds it."""
        longest: int | None = getattr(cls._meta.get_field(column), "max_length", None)
        return text[:longest]

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def waits_for_us(self) -> bool:
        return self.is_open and self.waiting_since is not None

    @property
    def due_at(self) -> datetime | None:
        """What counts now: the answer while the customer waits for us, else the next step."""
        return (self.reply_due_at if self.waits_for_us else None) or self.next_due_at

    def is_late(self, at: datetime) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < at


class OtherVehicle(models.Model):
    """A further car that the same customer asks about within one lead."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    lead = models.ForeignKey(Lead, models.CASCADE, related_name="other_vehicles")
    vehicle = models.ForeignKey("stock.Vehicle", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead", "vehicle"], name="a_lead_names_a_vehicle_once")
        ]

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.vehicle_id}"
