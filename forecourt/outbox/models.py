"""Signs of life of the workers. Effects that leave the house follow with the first of them."""

from django.db import models


class Heartbeat(models.Model):
    worker = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
