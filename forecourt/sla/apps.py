from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "forecourt.sla"
    label = "sla"
