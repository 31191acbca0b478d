"""Look into a dealer's mailbox, and keep on its connection whether that went well."""

from datetime import datetime

from forecourt.capture.models import Connection


def fetch_mail(connection: Connection, *, at: datetime) -> int:
    """Store what is new; returns how many messages. A trouble is shown on the channel's page.

    Nothing happens where no mailbox is entered.
    """
    from forecourt.channels.mail.imap import Account, MailboxTrouble, fetch_new

    if not Account.is_entered(connection):
        return 0
    try:
        fetched, trouble = fetch_new(connection, at=at), ""
    except MailboxTrouble as why:
        fetched, trouble = 0, str(why)[:200]
    seen = {"last_seen_at": at} if not trouble else {}
    Connection.objects.filter(pk=connection.pk).update(trouble=trouble, **seen)
    return fetched
