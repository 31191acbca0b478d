"""An answer was recorded by mistake and taken back: its clocks run on."""

from datetime import datetime

from forecourt.leads.models import Lead
from forecourt.sla.models import Clock


def resume_clocks(lead: Lead, *, stopped_at: datetime) -> int:
    """Set running again what was settled at `stopped_at`; returns how many.

    The time in between counts: a clock has the due time it always had.
    """
    resumed: int = (
        Clock.objects.filter(lead=lead, stopped_at=stopped_at)
        .exclude(result=Clock.Result.RUNNING)
        .update(stopped_at=None, evidence="", result=Clock.Result.RUNNING)
    )
    return resumed
