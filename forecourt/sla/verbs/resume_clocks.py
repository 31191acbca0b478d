"""An answer was recorded by mistake and taken back: its clocks run on."""

from datetime import datetime

from forecourt.leads.models import Lead
from forecourt.sla.models import Clock


def resume_clocks(lead: Lead, *, stopped_at: datetime) -> int:
    """Set running again what was settled at `stopped_at`; returns how many.

    The time in between counts: a clock has the due time it always had. Only the clock of the wait
    that goes on is meant: an older one may have been settled in the same moment.
    """
    if lead.waiting_since is None:
        return 0
    resumed: int = (
        Clock.objects.filter(lead=lead, stopped_at=stopped_at, started_at=lead.waiting_since)
        .exclude(result=Clock.Result.RUNNING)
        .update(stopped_at=None, evidence="", result=Clock.Result.RUNNING)
    )
    return resumed
