from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "forecourt.capture"
    label = "capture"
