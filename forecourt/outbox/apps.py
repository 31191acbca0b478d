from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "forecourt.outbox"
    label = "outbox"
