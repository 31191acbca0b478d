from django.apps import AppConfig


class DealershipConfig(AppConfig):
    name = "forecourt.dealership"
    label = "dealership"
