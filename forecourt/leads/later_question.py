"""What a customer asked after somebody had tapped Call or Send."""

from dataclasses import dataclass
from datetime import datetime

from forecourt.leads.models import Lead
from forecourt.timeline.models import Event

MOST = 50


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the person on the phone cannot have seen; NO_QUESTION for none."""

    began_the_wait: bool = False  # nobody waited at the tap; the lead's wait is of this question
    waits_from: datetime | None = None  # one more question of somebody who waited already
    channel: str = ""

    @property
    def is_there(self) -> bool:
        return self.began_the_wait or self.waits_from is not None


NO_QUESTION = Question()


def question_after(lead: Lead, tapped_at: datetime) -> Question:
    """The unanswered question on `lead` that reached the lot after `tapped_at`."""
    if lead.waiting_since is None:
        return NO_QUESTION
    joined = Event.objects.filter(lead_id=lead.pk, kind="lead.joined").order_by("-id")[:MOST]
    since = [one for one in joined if one.stored_at > tapped_at and one.data.get("waits_from")]
    if not since:
        return NO_QUESTION
    if any(one.data["wait_begins"] for one in since):
        return Question(began_the_wait=True)
    first = since[-1].data
    return Question(
        waits_from=datetime.fromisoformat(first["waits_from"]), channel=first["channel"]
    )
