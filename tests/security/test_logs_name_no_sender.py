"""The log of an SMTP talk would hold customers' addresses, and the key of the lot's own."""

import logging

from forecourt.channels.mail import smtp


def test_the_smtp_talk_is_not_logged() -> None:
    assert smtp.listen
    assert not logging.getLogger("mail.log").isEnabledFor(logging.INFO)
