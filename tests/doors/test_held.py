"""What could not be read waits in the Inbox, word for word, and can be read again."""

import html

import pytest

from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from forecourt.timeline.models import Event
from tests.doors.lots import Lot

HELD = {
    ("whatsapp", "m02_truncated.json.txt"),
    ("whatsapp", "m03_type_confusion.json"),
    ("whatsapp", "m04_other_object.json"),
    ("adf", "h01_xxe_external_entity.xml"),
    ("adf", "h05_utf16_hidden_doctype.xml"),
    ("adf", "h06_not_adf.txt"),
    ("mail", "31_mobilede_status_post.json"),
    ("form", "03_honeypot.form.txt"),
    ("calls", "m01_fritzbox_garbage.txt"),
}


@pytest.mark.parametrize(("channel", "name"), sorted(HELD))
def test_it_is_shown_with_its_bytes_and_the_button_reads_it_again(
    channel: str, name: str, house: Lot
) -> None:
    row = house.feed(channel, name).stored
    assert row.state == "held"

    page = house.page("/inbox/?show=held")
    assert f"/inbox/original/{row.pk}/" in page
    assert f"/inbox/held/{row.pk}/replay/" in page
    original = html.unescape(house.page(f"/inbox/original/{row.pk}/"))
    line = bytes(row.body[:60]).decode("utf-8", "replace").splitlines()[0]
    assert "".join(sign if sign.isprintable() else "\ufffd" for sign in line) in original

    assert house.press(f"/inbox/held/{row.pk}/replay/").status in {204, 302}
    row = house.read(row)
    assert (row.state, row.attempts) == ("held", 1)
    with acting_for(house.dealership):
        assert not Lead.objects.exists()
        assert Event.objects.filter(kind="inbound.replayed").count() == 1


def test_original_bytes_come_as_a_text_file_that_no_browser_runs(house: Lot) -> None:
    row = house.feed("adf", "h06_not_adf.txt").stored

    reply = house.server.ask(
        f"/inbox/original/{row.pk}/download/", headers=house.signed_in(house.ewa), method="GET"
    )
    assert reply.body == bytes(row.body)
    assert reply.content_type.startswith("text/plain")
