"""Providers that post mails: stub until the next step."""

from forecourt.capture.inquiry import Context, Reading
from forecourt.channels.mail.envelope_of import Mail


def read_webhook(body: bytes, context: Context) -> Mail | Reading | None:
    return None
