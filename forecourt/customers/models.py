"""Who asks. A customer is known under identities: phones, mail addresses, names of channels."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forecourt.dealership.scope import Scoped


class Customer(models.Model):
    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    name = models.CharField(max_length=160, blank=True, default="")
    company = models.CharField(max_length=160, blank=True, default="")
    address = models.CharField(max_length=240, blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")  # as they write to us
    search_text = models.CharField(max_length=400, default="")  # folded name, mails, phones
    created_at = models.DateTimeField()

    objects = Scoped()

    class Meta:
        indexes = [models.Index(fields=["dealership", "id"], name="customers_of_a_dealership")]

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """One name under which a channel knows a customer. At a lot it means one customer only."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")  # E.164
        EMAIL = "email", _("Mail")  # lower case
        WHATSAPP = "whatsapp", "WhatsApp"  # digits of wa_id
        WHATSAPP_USER = "whatsapp_user", "WhatsApp"  # business-scoped user id
        RELAY = "relay", _("Portal address")  # a portal's masked address: one thread, one person

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="identities")
    kind = models.CharField(max_length=15, choices=Kind)
    value = models.CharField(max_length=200)  # normalised
    raw = models.CharField(max_length=200, blank=True, default="")  # as it was written
    reversed_value = models.CharField(max_length=200, blank=True, default="")  # phones: by tail
    created_at = models.DateTimeField()

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "kind", "value"], name="an_identity_means_one_customer"
            ),
            models.CheckConstraint(condition=~models.Q(value=""), name="an_identity_has_a_value"),
        ]
        indexes = [
            models.Index(
                fields=["dealership", "reversed_value"],
                name="phones_by_their_tail",
                condition=~models.Q(reversed_value=""),
            )
        ]

    def __str__(self) -> str:
        return self.value
