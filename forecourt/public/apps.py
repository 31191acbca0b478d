from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "forecourt.public"
    label = "public"
