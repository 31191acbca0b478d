"""What came in, byte by byte, before anybody read it."""

from django.db import models
from django.db.models import Q

from forecourt.dealership.scope import Scoped


class Connection(models.Model):
    """One way in for one lot: a channel with its unguessable key and its secrets."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    channel = models.CharField(max_length=15)
    key = models.CharField(max_length=40, unique=True)  # the last part of its address
    secrets = models.BinaryField(default=bytes)  # encrypted JSON
    settings = models.JSONField(default=dict)
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True, default="")

    objects = Scoped()

    class Meta:
        indexes = [models.Index(fields=["dealership", "channel"], name="connections_of_a_channel")]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class InboundState(models.TextChoices):
    RECEIVED = "received", "received"
    DONE = "done", "done"
    HELD = "held", "held"
    UNROUTED = "unrouted", "unrouted"
    DISMISSED = "dismissed", "dismissed"


class Inbound(models.Model):
    """A delivery as it stood on the wire. Never deleted; ends in exactly one final state."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    connection = models.ForeignKey(Connection, models.PROTECT, db_index=False)
    channel = models.CharField(max_length=15)
    dedupe = models.CharField(max_length=128)
    method = models.CharField(max_length=8, default="POST")
    query = models.CharField(max_length=2000, blank=True, default="")
    headers = models.JSONField(default=dict)  # names in lower case, without proofs and cookies
    body = models.BinaryField()
    receiver = models.CharField(max_length=120, blank=True, default="")  # only this receiver's part
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=InboundState, default=InboundState.RECEIVED)
    attempts = models.PositiveSmallIntegerField(default=0)  # counted before the work starts
    not_before = models.DateTimeField(null=True, blank=True)  # lease or back-off
    held_kind = models.CharField(
        max_length=12, blank=True, default=""
    )  # unreadable, spam, unsafe …
    reason = models.CharField(max_length=300, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)
    lead_ids = models.JSONField(default=list)  # what became of it
    preview = models.CharField(max_length=300, blank=True, default="")

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "channel", "dedupe"], name="a_delivery_is_stored_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=InboundState.values), name="inbound_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state="received") | Q(finished_at__isnull=False),
                name="finished_inbound_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "unrouted"]) | ~Q(reason=""),
                name="held_inbound_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="inbound_to_be_read", condition=Q(state="received")),
            models.Index(
                fields=["dealership", "-id"],
                name="inbound_waiting_for_a_person",
                condition=Q(state__in=["held", "unrouted"]),
            ),
            models.Index(fields=["dealership", "channel", "-id"], name="inbound_by_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk} {self.state}"


class IdempotencyKey(models.Model):
    """The answer to a write of the API, so that the same key is answered alike."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)  # 0 = under way
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "key"], name="one_answer_per_key")
        ]
        indexes = [models.Index(fields=["dealership", "at"], name="answers_by_age")]

    def __str__(self) -> str:
        return self.key


class MailFolder(models.Model):
    """How far a folder of a dealer's mailbox has been fetched."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="mail_folders")
    name = models.CharField(max_length=120)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "name"], name="a_folder_is_fetched_once")
        ]

    def __str__(self) -> str:
        return self.name
