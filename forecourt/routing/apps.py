from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "forecourt.routing"
    label = "routing"
