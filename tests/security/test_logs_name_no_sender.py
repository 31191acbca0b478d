"""The log of an SMTP talk would hold customers' addresses, and the key of the lot's own."""

import logging

import forecourt.channels.mail.smtp  # noqa: F401 - its library sets up the logger


def test_the_smtp_talk_is_not_logged() -> None:
    assert not logging.getLogger("mail.log").isEnabledFor(logging.INFO)
