from django.apps import AppConfig


class ForecourtConfig(AppConfig):
    """The house itself: it has no rows, only the table of reactions."""

    name = "forecourt"
    label = "forecourt"

    def ready(self) -> None:
        from forecourt.reactions import react
        from forecourt.timeline.happened import when_anything_happens

        when_anything_happens(react)
