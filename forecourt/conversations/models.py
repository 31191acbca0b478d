"""What was said: one thread per customer over all channels."""

from django.db import models
from django.db.models import Q

from forecourt.dealership.scope import Scoped


class Direction(models.TextChoices):
    IN = "in", "in"
    OUT = "out", "out"
    NOTE = "note", "note"


class Message(models.Model):
    """One message, call, form or note. Text is the customer's own and never a template."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False)
    lead = models.ForeignKey(
        "leads.Lead", models.PROTECT, null=True, related_name="messages", db_index=False
    )
    direction = models.CharField(max_length=4, choices=Direction)
    channel = models.CharField(max_length=15)
    kind = models.CharField(max_length=12)  # message, mail, portal, form, call, visit, note
    subject = models.CharField(max_length=240, blank=True, default="")
    body = models.TextField(blank=True, default="")
    provider_id = models.CharField(max_length=255, blank=True, default="")
    at = models.DateTimeField()  # when it was said, clamped
    stored_at = models.DateTimeField()
    by = models.ForeignKey("dealership.Staff", models.PROTECT, null=True, db_index=False)
    call_outcome = models.CharField(max_length=10, blank=True, default="")
    facts = models.JSONField(default=dict)  # cars, trade-ins, finance, attachments as stated
    inbound_id = models.BigIntegerField(null=True)  # the raw inquiry it was read from

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "channel", "provider_id"],
                condition=~Q(provider_id=""),
                name="a_message_is_stored_once",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="message_has_a_direction"
            ),
        ]
        indexes = [
            models.Index(fields=["dealership", "lead", "id"], name="messages_of_a_lead"),
            models.Index(fields=["dealership", "customer", "-at"], name="messages_of_a_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.channel} {self.pk}"


class ProviderKey(models.Model):
    """A further id under which a provider may bring the same message again."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    channel = models.CharField(max_length=15)
    key = models.CharField(max_length=255)
    message = models.ForeignKey(Message, models.CASCADE, related_name="provider_keys")

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "channel", "key"], name="a_provider_key_means_one_message"
            )
        ]

    def __str__(self) -> str:
        return self.key


class Annotation(models.Model):
    """Something a provider said about a message: its status, an edit, a reaction, a deletion.

    Rows are only added. What a message looks like now follows from the set of them, so the order
    in which they arrive makes no difference, nor does a message that comes after its annotations.
    """

    class Kind(models.TextChoices):
        STATUS = "status", "status"
        EDIT = "edit", "edit"
        REVOKE = "revoke", "revoke"
        REACTION = "reaction", "reaction"

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    channel = models.CharField(max_length=15)
    about = models.CharField(max_length=255)  # the provider's id of the message
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=20, blank=True, default="")  # a status; an emoji
    text = models.TextField(blank=True, default="")  # the edited text; why it failed
    at = models.DateTimeField()
    key = models.CharField(max_length=255)  # provider id, or what makes it this one

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "channel", "about", "kind", "key"],
                name="an_annotation_is_stored_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
