from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TimelineConfig(AppConfig):
    name = "forecourt.timeline"
    label = "timeline"

    def ready(self) -> None:
        from forecourt.timeline.guards import install_guards

        post_migrate.connect(install_guards, sender=self, dispatch_uid="install_guards")
