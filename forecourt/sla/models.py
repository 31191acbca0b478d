"""Clocks: who must do what by when, and whether it was done."""

from django.db import models
from django.db.models import Q

from forecourt.dealership.scope import Scoped


class Trigger(models.TextChoices):
    FIRST_RESPONSE = "first_response", "first_response"
    NEXT_RESPONSE = "next_response", "next_response"


class Rule(models.Model):
    """How many trading minutes a person has, per trigger and channel. Old versions stay."""

    dealership = models.ForeignKey("dealership.Dealership", models.CASCADE, db_index=False)
    trigger = models.CharField(max_length=20, choices=Trigger)
    channel = models.CharField(max_length=15, blank=True, default="")  # "" = any other channel
    minutes = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "trigger", "channel"],
                condition=Q(until_at__isnull=True),
                name="one_rule_in_force_per_trigger_and_channel",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1), name="rule_gives_a_minute_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trigger} {self.channel} {self.minutes} min"


class Clock(models.Model):
    class Result(models.TextChoices):
        RUNNING = "running", "running"
        MET = "met", "met"
        BREACHED = (
            "breached",
            "breached",
        )  # answered too late, or closed unanswered after the due time
        VOID = "void", "void"  # the lead was closed before the due time

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="clocks", db_index=False)
    trigger = models.CharField(max_length=20, choices=Trigger)
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, db_index=False)
    minutes = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=20, blank=True, default="")  # acknowledged … two_way
    result = models.CharField(max_length=10, choices=Result, default=Result.RUNNING)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "lead", "trigger"],
                condition=Q(result="running"),
                name="one_running_clock_per_lead_and_trigger",
            ),
            models.CheckConstraint(
                condition=Q(result="running") | Q(stopped_at__isnull=False),
                name="settled_clock_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["dealership", "due_at"],
                name="clocks_about_to_run_out",
                condition=Q(result="running", breached_at__isnull=True),
            ),
            models.Index(fields=["dealership", "lead"], name="clocks_of_a_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.trigger} {self.result}"
