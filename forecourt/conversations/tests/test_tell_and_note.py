from datetime import datetime, timedelta

from forecourt.conversations.models import Message
from forecourt.conversations.verbs.note import note
from forecourt.conversations.verbs.tell import tell
from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import NextKind
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.timeline.models import Event
from tests.asked import asked


def test_what_was_sent_from_the_phone_is_in_the_thread_and_is_an_answer(
    in_lot: Dealership, karol: Staff, at: datetime
) -> None:
    lead = asked(in_lot, "Jan", at=at)
    later = at + timedelta(minutes=4)

    tell(
        lead,
        "Yes, it is here.",
        channel="whatsapp",
        next_action=NextAction(NextKind.WAIT, at + timedelta(days=1)),
        by=karol,
        at=later,
    )

    assert (lead.waiting_since, lead.answered_at) == (None, later)
    said = Message.objects.get(lead=lead, direction="out")
    assert (said.body, said.by) == ("Yes, it is here.", karol)
    assert Event.objects.get(kind="lead.answered").data["message"] == said.pk


def test_a_note_leaves_the_customer_waiting_and_its_words_off_the_timeline(
    in_lot: Dealership, karol: Staff, at: datetime
) -> None:
    lead = asked(in_lot, "Jan", at=at)

    note(lead, "Wants the red one", by=karol, at=at)

    lead.refresh_from_db()
    assert lead.waiting_since == at
    assert "red" not in str(Event.objects.get(kind="note.added").data)
