"""The list says when each channel last delivered; a channel's page asks for what it takes."""

from datetime import datetime
from typing import Any

import pytest

from forecourt.capture.envelope import Envelope
from forecourt.capture.models import Connection
from forecourt.capture.verbs.connect import connect
from forecourt.capture.verbs.store import row_of, store
from forecourt.channels import CHANNELS
from forecourt.channels.registry import receiver
from forecourt.channels.verbs.connect_all import WITHOUT_ADDRESS
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.web.settings.channel_words import words_for
from forecourt.web.settings.mailbox import MailboxForm
from tests.browsers import browser_of


def declared(channel: str, *kinds: str) -> set[str]:
    return {name for kind in kinds for name in getattr(receiver(channel), kind, ())}


@pytest.mark.parametrize("channel", [one for one in CHANNELS if one not in WITHOUT_ADDRESS])
def test_every_field_of_a_channel_can_be_entered(channel: str) -> None:
    words = words_for(channel)
    mailbox = set(MailboxForm.base_fields) if channel == "mail" else set()

    assert set(words.secrets) | mailbox >= declared(channel, "SECRETS", "OPTIONAL_SECRETS")
    assert set(words.settings) | mailbox >= declared(channel, "SETTINGS")
    asked = {*words.secrets, *words.settings, *mailbox}
    assert asked == declared(channel, "SECRETS", "OPTIONAL_SECRETS", "SETTINGS")


def test_a_setting_is_kept_and_shown(ewa: Staff, lot: Dealership, at: datetime) -> None:
    with acting_for(lot):
        way_in = connect(lot, "adf", at=at)
    owner = browser_of(ewa)

    owner.post(f"/settings/channels/{way_in.pk}/", {"provider": " AutoMarkt24 "})

    with acting_for(lot):
        assert Connection.objects.get().settings == {"provider": "AutoMarkt24"}
    assert 'value="AutoMarkt24"' in owner.get(f"/settings/channels/{way_in.pk}/").text


@pytest.mark.parametrize("channels", [["form"], ["form", "adf", "mail"]], ids=["one", "three"])
def test_the_list_asks_once_when_each_channel_delivered(
    ewa: Staff,
    lot: Dealership,
    at: datetime,
    channels: list[str],
    django_assert_num_queries: Any,
) -> None:
    owner = browser_of(ewa)
    with acting_for(lot):
        for channel in channels:
            envelope = Envelope(channel, b"{}", at)
            store([row_of(connect(lot, channel, at=at), envelope, "1")])
    owner.get("/settings/channels/")

    with django_assert_num_queries(3):  # session, person with lot, list
        page = owner.get("/settings/channels/")

    assert page.text.count("Last seen") == len(channels)


def test_a_channel_in_trouble_still_says_when_it_delivered(
    ewa: Staff, lot: Dealership, at: datetime
) -> None:
    with acting_for(lot):
        mail = connect(lot, "mail", at=at)
        store([row_of(mail, Envelope("mail", b"Subject: Golf", at), "1")])
        Connection.objects.update(trouble="There is no server of this name.")

    page = browser_of(ewa).get("/settings/channels/")

    assert "There is no server of this name." in page.text
    assert "Last seen" in page.text
